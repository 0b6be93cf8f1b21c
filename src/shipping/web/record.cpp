#include "shipping/web/record.h"

#include <spdlog/logger.h>

#include <cassert>

#include "core/id.h"
#include "protocol/shipping_receipt.h"
#include "seal/box.h"

namespace sealcart::shipping {
namespace {

protocol::ShippingReceipt receipt_of(const Depot& depot, const Asked& asked, const store::Accept& op) {
  const exchange::Config& config = depot.party.config;
  protocol::ShippingReceipt receipt{
      .envelope = {config.origin, asked.mall->origin, random_id(depot.party.random), op.at, std::nullopt},
      .outcome = op.outcome,
      .shipping = std::nullopt,
      .purchase = asked.request.purchase,
      .request_hash = op.request_hash};
  if (op.outcome == protocol::Outcome::ok) {
    receipt.shipping = protocol::disclose(config.disclosure, op.number, op.sealed_addressee);
  }
  return receipt;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

store::Accept prepare(const Depot& depot, const Asked& asked, protocol::Outcome outcome, const std::string& contents) {
  store::Accept op{.request_key = asked.key,
                   .mall = asked.mall->id,
                   .purchase = asked.request.purchase.name,
                   .request_hash = protocol::document_hash(asked.document),
                   .outcome = outcome,
                   .parcels = joined(asked.request.parcels),
                   .service = asked.request.service,
                   .cash_on_delivery = asked.request.cash_on_delivery,
                   .sealed_goods = asked.request.purchase.sealed.value_or(""),
                   .at = depot.party.clock.now()};
  if (outcome == protocol::Outcome::ok) {
    // Wholly random: it stands on the parcel, and tells nobody there when the customer shipped.
    op.number = random_id(depot.party.random);
    auto sealed = seal::seal(seal::Subject::addressee, op.number, contents, depot.party.keys.sealing_key());
    assert(sealed);  // rules/address.h bounds what is typed
    op.sealed_addressee = std::move(*sealed);
  }
  const protocol::ShippingReceipt receipt = receipt_of(depot, asked, op);
  if (receipt.shipping) op.number_key = store::number_key(receipt.shipping->name);
  op.document = protocol::encode(receipt, depot.party.keys.signer(op.at));
  return op;
}

}  // namespace

Task<Recorded> record(Depot& depot, const Asked& asked, AcceptStatus status, std::string contents) {
  const auto decided = outcome(status);
  assert(decided);
  store::Accept op = prepare(depot, asked, *decided, contents);
  co_await depot.acceptances.submit(op);
  if (op.existing) co_return Recorded{std::move(*op.existing), true};
  depot.party.outbox.wake();
  depot.party.log.info("shipment mall={} request={} outcome={} number={}", op.mall, op.request_hash,
                       protocol::name(op.outcome), op.number);
  co_return Recorded{{op.outcome, std::move(op.number), std::move(op.document)}, false};
}

}  // namespace sealcart::shipping
