#include "credit/web/record.h"

#include <spdlog/logger.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <cassert>

#include "core/id.h"
#include "seal/box.h"

namespace sealcart::credit {
namespace {

using Answer = store::Settle::Answer;

// What the desk finds when it opens the sealed customer.
std::string seal_customer(const Bank& bank, const store::CardHeld& card, std::string_view receipt) {
  std::string contents = R"({"customer":")" + card.customer + R"(","name":)";
  contents += boost::json::serialize(boost::json::string_view(card.customer_name));
  contents += "}";
  auto sealed = seal::seal(seal::Subject::customer, receipt, contents, bank.party.keys.sealing_key());
  assert(sealed);  // names are bounded when customers are registered
  return std::move(*sealed);
}

protocol::SettlementResult result_of(const Bank& bank, const Asked& asked, const store::Settle& op) {
  const exchange::Config& config = bank.party.config;
  protocol::SettlementResult result{
      .envelope = {config.origin, asked.mall->origin, random_id(bank.party.random), op.at, std::nullopt},
      .outcome = op.outcome,
      .receipt = std::nullopt,
      .purchase = asked.request.purchase,
      .amount = asked.request.amount,
      .request_hash = op.request_hash};
  if (op.outcome == protocol::Outcome::ok) {
    result.receipt = protocol::disclose(config.disclosure, op.receipt, op.sealed_customer);
  }
  return result;
}

store::Settle prepare(const Bank& bank, const Asked& asked, protocol::Outcome outcome, const store::CardHeld* card) {
  store::Settle op{.purchase_key = asked.key,
                   .mall = asked.mall->id,
                   .purchase = asked.request.purchase.name,
                   .request_hash = protocol::document_hash(asked.document),
                   .outcome = outcome,
                   .card = card != nullptr ? card->id : 0,
                   .amount = asked.request.amount,
                   .kind = asked.request.kind,
                   .sealed_goods = asked.request.purchase.sealed.value_or(""),
                   .at = bank.party.clock.now()};
  if (outcome == protocol::Outcome::ok) {
    assert(card != nullptr);
    op.receipt = ReceiptNumber::make(bank.party.random, op.at).text();
    op.sealed_customer = seal_customer(bank, *card, op.receipt);
  }
  const protocol::SettlementResult result = result_of(bank, asked, op);
  if (result.receipt) op.receipt_key = store::receipt_key(result.receipt->name);
  op.document = protocol::encode(result, bank.party.keys.signer(op.at));
  return op;
}

}  // namespace

Task<Recorded> record(Bank& bank, const Asked& asked, SettleStatus status, const store::CardHeld* card) {
  const auto decided = outcome(status);
  assert(decided);
  store::Settle op = prepare(bank, asked, *decided, card);
  co_await bank.settlements.submit(op);
  if (op.answer == Answer::insufficient) {
    op = prepare(bank, asked, protocol::Outcome::no, card);
    co_await bank.settlements.submit(op);
    assert(op.answer != Answer::insufficient);
  }
  if (op.answer == Answer::existing) co_return Recorded{std::move(*op.existing), true};
  bank.party.outbox.wake();
  bank.party.log.info("settled mall={} request={} outcome={} receipt={}", op.mall, op.request_hash,
                      protocol::name(op.outcome), op.receipt);
  co_return Recorded{{op.outcome, std::move(op.receipt), op.amount, std::move(op.request_hash), std::move(op.document)},
                     false};
}

}  // namespace sealcart::credit
