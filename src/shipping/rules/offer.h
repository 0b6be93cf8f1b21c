// What this company offers beside carrying, as its configuration says it: sizes, services, delivery hours, pick-up
// points.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/world.h"
#include "protocol/carrier_terms.h"

namespace sealcart::shipping {

struct PickupPoint {
  std::string id;    // as protocol::is_term_id
  std::string name;  // what customers read
};

struct Offer {
  protocol::CarrierTerms terms;
  std::vector<std::string> hours;  // delivery windows, "09-12"
  std::vector<PickupPoint> points;
};

// The settings' texts; the problem's detail says which part is not of its form.
struct OfferTexts {
  std::string size_classes;   // "60:600:2000 80:800:5000": id, girth in mm, weight in g; smallest first
  std::string services;       // "standard express"; the usual one first
  std::string hours;          // "09-12 12-14"; may be empty
  std::string pickup_points;  // "id=Name;id=Name"; may be empty
  bool cash_on_delivery = true;
};
Expected<Offer> read_offer(const OfferTexts& texts);

// "09-12" as "09:00–12:00".
std::string hours_label(std::string_view window);

// The days on which a parcel can be asked for, "2026-11-30": seven, from the day after tomorrow on, in the company's
// time zone. A parcel that is ordered today is packed and handed over tomorrow at best.
std::vector<std::string> delivery_days(Time now);
// 0 for Sunday … 6 for Saturday, of a day that delivery_days gave.
int weekday(std::string_view day);

}  // namespace sealcart::shipping
