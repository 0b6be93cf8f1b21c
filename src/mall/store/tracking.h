// What shipping companies tell of parcels: rows of tracking, and the parcels' states by them (seed S1225).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mall/rules/parcels.h"
#include "protocol/tracking_event.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct Tracked {
  std::int64_t n = 1;
  protocol::ParcelState state = protocol::ParcelState::received;
  Time at;
};

enum class Tracking { taken, replay, unknown };
// Once for each id of a partner's events. When all parcels of a hand-over came back, the customer may send them again;
// when all are delivered, what was kept for that is forgotten. `purchase` out: the number of the purchase, unless
// unknown.
Tracking take_tracking(sql::Connection& connection, std::string_view partner, const protocol::TrackingEvent& event,
                       std::string& purchase);

// Of a purchase's hand-over, the oldest first.
std::vector<Tracked> tracking_of(sql::Connection& connection, std::string_view handover);

}  // namespace sealcart::mall::store
