#include "mall/web/take_tracking.h"

#include <spdlog/logger.h>

#include "exchange/documents.h"
#include "mall/store/tracking.h"
#include "protocol/verified.h"

namespace sealcart::mall {

Task<Expected<void>> take_tracking(Shop& shop, std::string document, std::shared_ptr<const exchange::Partner> carrier) {
  using protocol::TrackingEvent;
  const exchange::Party& party = shop.party;
  const auto sender = co_await exchange::find_sender(party, document, TrackingEvent::type, "shipping");
  if (!sender) co_return tl::unexpected(sender.error());
  if (sender->partner->id != carrier->id) {
    co_return problem(403, "result-issuer", "The certificate and the document name two different parties.");
  }
  const auto event = protocol::decode<TrackingEvent>(document, sender->partner->origin, party.config.origin,
                                                     party.clock.now(), sender->keys);
  if (!event) co_return tl::unexpected(event.error());
  std::string purchase;
  const auto taken = co_await party.database.write(
      [&](sql::Connection& c) { return store::take_tracking(c, carrier->id, *event, purchase); });
  if (taken == store::Tracking::unknown) {
    party.log.warn("a tracking event from {} was refused: no such shipment", carrier->id);
    co_return problem(404, "shipment-unknown", "No shipment of this mall is so named.");
  }
  if (taken == store::Tracking::taken) {
    party.log.info("purchase {}: parcel {} {}", purchase, event->parcel.n, protocol::name(event->state));
  }
  co_return Expected<void>();
}

}  // namespace sealcart::mall
