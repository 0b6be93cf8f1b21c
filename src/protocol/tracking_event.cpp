#include "protocol/tracking_event.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {

std::string_view name(ParcelState state) {
  switch (state) {
    case ParcelState::received:
      return "received";
    case ParcelState::dispatched:
      return "dispatched";
    case ParcelState::delivered:
      return "delivered";
    case ParcelState::failed:
      return "failed";
    case ParcelState::returned:
      return "returned";
    case ParcelState::collected:
      return "collected";
  }
  assert(false);
  return {};
}

std::optional<ParcelState> parse_parcel_state(std::string_view text) {
  for (const ParcelState one : {ParcelState::received, ParcelState::dispatched, ParcelState::delivered,
                                ParcelState::failed, ParcelState::returned, ParcelState::collected}) {
    if (text == name(one)) return one;
  }
  return std::nullopt;
}

std::string encode(const TrackingEvent& event, const Signer& signer) {
  assert(is_parcel(event.parcel));
  boost::json::object payload = begin_payload(event.envelope, 5);
  payload.emplace("shipping", event.shipping);
  put_parcel(payload, event.parcel);
  payload.emplace("state", name(event.state));
  payload.emplace("at", event.at.seconds);
  return sign(TrackingEvent::type, payload, signer);
}

Expected<TrackingEvent> TrackingEvent::read(Verified verified) {
  const boost::json::object& payload = verified.payload;
  auto shipping = company_number_field(payload, NumberKind::shipping);
  const auto parcel = parcel_fields(payload);
  const auto state_text = text_field(payload, "state");
  const auto state = state_text ? parse_parcel_state(*state_text) : std::nullopt;
  const auto at = time_field(payload, "at");
  if (!shipping || !parcel || !state || !at) {
    return problem(400, "tracking-event-fields", "A member is missing or not of its form.");
  }
  return TrackingEvent{std::move(verified.envelope), std::move(*shipping), *parcel, *state, *at};
}

}  // namespace sealcart::protocol
