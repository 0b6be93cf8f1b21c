#include "shipping/rules/parcel_steps.h"

#include <algorithm>
#include <array>

namespace sealcart::shipping {
namespace {

constexpr std::array<std::string_view, 5> names = {"dispatch", "deliver", "fail", "refuse", "return"};
constexpr std::array<std::string_view, 4> fail_reasons = {"nobody-in", "address-wrong", "no-cash", "damaged"};

ParcelState after(Step step) {
  switch (step) {
    case Step::dispatch:
      return ParcelState::dispatched;
    case Step::deliver:
      return ParcelState::delivered;
    case Step::fail:
    case Step::refuse:
      return ParcelState::failed;
    case Step::give_back:
      return ParcelState::returned;
  }
  return ParcelState::returned;
}

bool may(Step step, ParcelState state, bool refused) {
  if (step == Step::dispatch) return state == ParcelState::received || (state == ParcelState::failed && !refused);
  if (step == Step::give_back) return state == ParcelState::received || state == ParcelState::failed;
  return state == ParcelState::dispatched;
}

}  // namespace

std::string_view name(Step step) { return names.at(static_cast<std::size_t>(step)); }

std::optional<Step> parse_step(std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<Step>(at - names.begin());
}

bool is_fail_reason(std::string_view reason) {
  return std::find(fail_reasons.begin(), fail_reasons.end(), reason) != fail_reasons.end();
}

StepAnswer decide(Step step, ParcelState state, std::string_view reason) {
  const bool refused = reason == refused_reason;
  if (may(step, state, refused)) return {StepStatus::taken, after(step)};
  // The same once more, as by a double click.
  const bool same = state == after(step) && (state != ParcelState::failed || refused == (step == Step::refuse));
  return {same ? StepStatus::already : StepStatus::not_now, state};
}

}  // namespace sealcart::shipping
