#include "mall/web/take_result.h"

#include <spdlog/logger.h>

#include "mall/rules/result.h"

namespace sealcart::mall {
namespace {

// Numbers of purchases and names of statuses: all that may be logged of them.
void log(spdlog::logger& to, const store::ResultArrival& arrival, State state) {
  const std::string& number = arrival.number.empty() ? "unknown" : arrival.number;
  switch (arrival.acceptance) {
    case Acceptance::apply:
      to.info("purchase {} settled: {}", number, name(state));
      break;
    case Acceptance::replay:
      to.debug("purchase {}: the same result again", number);
      break;
    case Acceptance::conflict:
      to.error("purchase {}: a second, different result from {} was refused", number, arrival.issuer);
      break;
    default:
      to.warn("purchase {}: a result from {} was refused: {}", number, arrival.issuer, name(arrival.acceptance));
  }
}

}  // namespace

Task<Expected<std::string>> take_result(Shop& shop, exchange::Sender sender, std::string document) {
  const exchange::Party& party = shop.party;
  const Time now = party.clock.now();
  const auto result =
      protocol::decode_settlement_result(document, sender.partner->origin, party.config.origin, now, sender.keys);
  if (!result) co_return tl::unexpected(result.error());
  store::ResultArrival arrival{.result = &*result,
                               .issuer = sender.partner->id,
                               .document_hash = protocol::document_hash(document),
                               .purchase_hash = store::purchase_hash(result->purchase),
                               .now = now};
  co_await shop.results.submit(arrival);
  const State state = state_of(result->outcome);
  log(party.log, arrival, state);
  if (auto refused = refusal(arrival.acceptance)) co_return tl::unexpected(std::move(*refused));
  shop.stockroom.settled(arrival.number, state);
  shop.waiting.settled(arrival.number, state);
  co_return std::move(arrival.number);
}

}  // namespace sealcart::mall
