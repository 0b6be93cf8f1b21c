// TrackingEvent: what became of a parcel at the shipping company (SPEC section 2). No place and no person. Travels
// server to server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/jws.h"
#include "protocol/parcel.h"

namespace sealcart::protocol {

// received: from the mall. failed: not delivered, and still at the company. collected: the cash for it.
enum class ParcelState { received, dispatched, delivered, failed, returned, collected };
std::string_view name(ParcelState state);  // as above
std::optional<ParcelState> parse_parcel_state(std::string_view name);

struct TrackingEvent {
  static constexpr std::string_view type = "sealcart.tracking-event+jws";
  Envelope envelope;     // never expires
  std::string shipping;  // Named::name of the receipt's shipping
  Parcel parcel;
  ParcelState state;
  Time at;  // of what is told

  // The fields; code tracking-event-fields.
  static Expected<TrackingEvent> read(Verified verified);
  friend bool operator==(const TrackingEvent&, const TrackingEvent&) = default;
};

std::string encode(const TrackingEvent& event, const Signer& signer);

}  // namespace sealcart::protocol
