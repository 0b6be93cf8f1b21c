// The offer that a confirmation page makes: this basket, through this company, for this total, until then (seed S807,
// S808). The page carries it encrypted; the customer's OK gives it back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "core/world.h"

namespace sealcart::mall {

inline constexpr std::int64_t offer_seconds = 1'800;

struct Offer {
  std::string id;       // random_id: one offer becomes one purchase, however often it is sent
  std::string company;  // registry id
  std::string digest;   // items_digest of the basket
  Money total;
  Time expires;
  friend bool operator==(const Offer&, const Offer&) = default;
};

// JSON, before encryption. nullopt for anything that encode cannot give.
std::string encode(const Offer& offer);
std::optional<Offer> decode_offer(std::string_view json);

// In order of precedence.
enum class HandOver {
  expired,          // 410: draw a new confirmation
  company_unknown,  // 404: not a company that the mall works with (any more), or not the one the offer names
  basket_empty,     // nothing to buy: back to the catalogue
  changed,          // basket or price is not what was confirmed: confirm again
  go,
};
std::string_view name(HandOver decision);

// `company`: the form's field; `company_known`: it is an active partner. `digest`, `total`: of the basket as it is now.
struct Present {
  std::string_view company;
  bool company_known = false;
  bool basket_empty = false;
  std::string_view digest;
  Money total;
  Time now;
};
HandOver decide(const Offer& offer, const Present& present);

}  // namespace sealcart::mall
