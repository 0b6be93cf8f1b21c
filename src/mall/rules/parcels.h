// Parcels between the packing desk and the customer's door: what goes into one, what is claimed for it, and which state
// it is in (seed S324, S1224, S1225).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/problem.h"
#include "mall/rules/goods.h"
#include "mall/rules/money_back.h"
#include "protocol/tracking_event.h"

namespace sealcart::mall {

enum class ParcelState {
  packed,    // labelled, on the shelf
  handed,    // given to the shipping company, by our word alone
  received,  // from here on by the company's word
  dispatched,
  failed,  // not delivered, and still at the company
  delivered,
  returned,  // back at our dock
  withdrawn  // off the shelf again: its purchase was cancelled before it left
};
std::string_view name(ParcelState state);
ParcelState parse_parcel_state(std::string_view name);  // asserts: only the database's own words

struct Parcel {
  std::int64_t n = 1;
  ParcelState state = ParcelState::packed;
  std::int64_t value = 0;  // minor units
  std::int64_t prints = 0;
  std::string label;  // document of the latest print
  Time packed, changed;
};

// What the parcel's state becomes by what its company tells; nullopt when it changes nothing: cash that was collected,
// news older than what is known, and anything after the end. Events may come in any order.
std::optional<ParcelState> after(const Parcel& parcel, protocol::ParcelState event, Time at);

// Price of all of it, minor units.
std::int64_t value_of(const Goods& goods);

struct Packing {
  Goods packed;  // what goes into this parcel
  Goods left;    // what is to be packed after it; no lines when that is nothing
};
// Takes `quantities` (one a line of `left`, 0 to its quantity) out of what is left. Refused: 400 "packing-quantity";
// 409 "packing-empty" when nothing would be in the parcel; 409 "packing-left" when this is the last parcel and
// something would stay behind, unless that is `confirmed`: then it will not be sent, and is not claimed.
Expected<Packing> pack(const Goods& left, std::span<const int> quantities, bool last_parcel, bool confirmed);

struct ClaimPart {
  std::int64_t amount = 0;  // minor units, above 0
  bool last = false;        // what stays authorised after it is released
};
// What to claim of a card payment for goods worth `value` that have left; nullopt when nothing is held for them any
// more. `follows`: other goods of the purchase are still to leave and to be claimed for.
std::optional<ClaimPart> part_to_claim(const Moved& moved, std::int64_t value, bool follows);

}  // namespace sealcart::mall
