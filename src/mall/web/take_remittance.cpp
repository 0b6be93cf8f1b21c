#include "mall/web/take_remittance.h"

#include <spdlog/logger.h>

#include "mall/store/remittances.h"
#include "protocol/verified.h"

namespace sealcart::mall {
namespace {

// Each company names what it pays by its own kind of number.
protocol::NumberKind numbers_of(const exchange::Partner& company) {
  return company.role == name(Role::credit) ? protocol::NumberKind::receipt : protocol::NumberKind::shipping;
}

}  // namespace

Task<Expected<void>> take_remittance(Shop& shop, std::string document,
                                     std::shared_ptr<const exchange::Partner> carrier) {
  using protocol::RemittanceAdvice;
  const exchange::Party& party = shop.party;
  const auto sender = co_await exchange::find_sender(party, document, RemittanceAdvice::type, carrier->role);
  if (!sender) co_return tl::unexpected(sender.error());
  if (sender->partner->id != carrier->id) {
    co_return problem(403, "remittance-issuer", "The certificate and the document name two different parties.");
  }
  auto advice = protocol::decode<RemittanceAdvice>(document, carrier->origin, party.config.origin, party.clock.now(),
                                                   sender->keys);
  if (!advice) co_return tl::unexpected(advice.error());
  if (carrier->role == "mall" || advice->numbers != numbers_of(*carrier)) {
    co_return problem(400, "remittance-numbers",
                      "The items are not named by the numbers that a company of this kind gives.");
  }
  const store::AdviceArrival arrival{std::move(*advice), carrier->id, std::move(document), party.clock.now()};
  const auto taken = co_await party.database.write([&](sql::Connection& c) { return store::take_advice(c, arrival); });
  const std::string& payout = arrival.advice.payout.text();
  if (taken == store::AdviceTaken::conflict) {
    party.log.error("payout {} of {}: a second, different advice was refused", payout, carrier->id);
    co_return problem(409, "remittance-conflict", "Another advice of this payout and part was taken before.");
  }
  if (taken == store::AdviceTaken::taken) {
    party.log.info("payout {} of {}: part {} of {}", payout, carrier->id, arrival.advice.part, arrival.advice.parts);
  }
  co_return Expected<void>();
}

}  // namespace sealcart::mall
