// What becomes of a parcel that a customer wants shipped (seed S1217 to S1220, S1603 to S1607). Pure.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/carrier_terms.h"
#include "protocol/outcome.h"
#include "protocol/shipping_request.h"

namespace sealcart::shipping {

// What the customer pressed.
enum class Decision { ship, reject };

struct AcceptCommand {
  Decision decision = Decision::ship;
};

// What is known when it is decided.
struct AcceptState {
  bool answered = false;      // this purchase has a stored answer
  bool expired = false;       // the request's time is over
  bool carried = true;        // the company takes parcels and payment of this kind
  bool address_sound = true;  // name and address can be delivered to
};

// In order of precedence: the first that holds is the answer.
enum class AcceptStatus {
  already_answered,  // give the stored answer again, also after the request's time
  request_expired,   // back to the shop
  rejected,          // NG
  not_carried,       // NO
  address_faulty,    // no answer: the customer may correct it
  accepted,          // OK
};
AcceptStatus decide(const AcceptCommand& command, const AcceptState& state);
std::string_view name(AcceptStatus status);

// The outcome that the mall is told; nullopt when it is told nothing (or nothing new).
std::optional<protocol::Outcome> outcome(AcceptStatus status);

// Whether the company takes what is asked: every size class, the service and, where cash is to be collected, that.
bool carries(const protocol::CarrierTerms& terms, const protocol::ShippingRequest& request);

}  // namespace sealcart::shipping
