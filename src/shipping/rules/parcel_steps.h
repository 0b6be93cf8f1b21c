// The life of a parcel at the depot (seed S1225 to S1227): which step may follow which. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/tracking_event.h"

namespace sealcart::shipping {

using protocol::ParcelState;

enum class Step {
  dispatch,  // on a tour
  deliver,   // to the addressee; what is due is collected with it
  fail,      // not delivered: it is tried again, or goes back
  refuse,    // not taken at the door: it goes back
  give_back  // to the mall's dock
};
std::string_view name(Step step);  // "dispatch", "deliver", "fail", "refuse", "return"
std::optional<Step> parse_step(std::string_view name);

// Why a parcel was not delivered: chosen, never typed, so that nothing of the addressee can stand in it.
inline constexpr std::string_view refused_reason = "refused";
bool is_fail_reason(std::string_view reason);  // "nobody-in", "address-wrong", "no-cash", "damaged"

enum class StepStatus { taken, already, not_now };
struct StepAnswer {
  StepStatus status;
  ParcelState state;  // after it
};
// `reason`: why it failed, where it did.
StepAnswer decide(Step step, ParcelState state, std::string_view reason);

}  // namespace sealcart::shipping
