// POST /partner/documents: what malls ask of settlements: claims, refunds and voids.
#include "exchange/documents.h"

#include <spdlog/logger.h>

#include "credit/store/captures.h"
#include "credit/store/settle.h"
#include "credit/web/endpoints.h"
#include "protocol/claim.h"
#include "protocol/refund.h"
#include "protocol/verified.h"
#include "protocol/void_request.h"

namespace sealcart::credit {
namespace {

// The document of the mall whose certificate brought it.
template <class Document>
Task<Expected<Document>> verify(const Bank& bank, const std::string& document,
                                const std::shared_ptr<const exchange::Partner>& carrier) {
  const exchange::Party& party = bank.party;
  const auto sender = co_await exchange::find_sender(party, document, Document::type, "mall");
  if (!sender) co_return tl::unexpected(sender.error());
  if (sender->partner->id != carrier->id) {
    co_return problem(403, "document-carrier", "The certificate and the document name two different parties.");
  }
  co_return protocol::decode<Document>(document, sender->partner->origin, party.config.origin, party.clock.now(),
                                       sender->keys);
}

Task<Expected<void>> take_claim(Bank& bank, const std::string& document,
                                const std::shared_ptr<const exchange::Partner>& mall) {
  const auto claim = co_await verify<protocol::Claim>(bank, document, mall);
  if (!claim) co_return tl::unexpected(claim.error());
  const store::ClaimTaken taken{.mall = mall->id,
                                .receipt_key = store::receipt_key(claim->receipt),
                                .number = claim->claim.text(),
                                .amount = claim->amount,
                                .last = claim->last,
                                .evidence = claim->evidence};
  const Time now = bank.party.clock.now();
  co_return co_await bank.party.database.write(
      [&](sql::Connection& c) { return store::take_claim(c, taken, bank.terms.fees, now); });
}

Task<Expected<void>> take_refund(Bank& bank, const std::string& document,
                                 const std::shared_ptr<const exchange::Partner>& mall) {
  const auto refund = co_await verify<protocol::Refund>(bank, document, mall);
  if (!refund) co_return tl::unexpected(refund.error());
  const store::RefundTaken taken{.mall = mall->id,
                                 .receipt_key = store::receipt_key(refund->receipt),
                                 .number = refund->refund.text(),
                                 .amount = refund->amount};
  const Time now = bank.party.clock.now();
  co_return co_await bank.party.database.write([&](sql::Connection& c) { return store::take_refund(c, taken, now); });
}

Task<Expected<void>> take_void(Bank& bank, const std::string& document,
                               const std::shared_ptr<const exchange::Partner>& mall) {
  const auto request = co_await verify<protocol::VoidRequest>(bank, document, mall);
  if (!request) co_return tl::unexpected(request.error());
  const seal::Digest key = store::receipt_key(request->receipt);
  const Time now = bank.party.clock.now();
  co_return co_await bank.party.database.write(
      [&](sql::Connection& c) { return store::take_void(c, mall->id, key, now); });
}

}  // namespace

Task<Expected<void>> receive_document(Bank& bank, std::string document,
                                      std::shared_ptr<const exchange::Partner> partner) {
  const std::string type = protocol::claimed_type(document);
  Expected<void> answer;
  if (type == protocol::Refund::type) {
    answer = co_await take_refund(bank, document, partner);
  } else if (type == protocol::VoidRequest::type) {
    answer = co_await take_void(bank, document, partner);
  } else {
    answer = co_await take_claim(bank, document, partner);
  }
  if (!answer) bank.party.log.warn("a document of {} was refused: {}", partner->id, answer.error().code);
  co_return answer;
}

}  // namespace sealcart::credit
