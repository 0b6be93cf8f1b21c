#include "shipping/rules/acceptance.h"

#include <algorithm>
#include <cassert>

namespace sealcart::shipping {

AcceptStatus decide(const AcceptCommand& command, const AcceptState& state) {
  using enum AcceptStatus;
  if (state.answered) return already_answered;
  if (state.expired) return request_expired;
  if (command.decision == Decision::reject) return rejected;
  if (!state.carried) return not_carried;
  if (!state.address_sound) return address_faulty;
  return accepted;
}

std::string_view name(AcceptStatus status) {
  switch (status) {
    case AcceptStatus::already_answered:
      return "already-answered";
    case AcceptStatus::request_expired:
      return "request-expired";
    case AcceptStatus::rejected:
      return "rejected";
    case AcceptStatus::not_carried:
      return "not-carried";
    case AcceptStatus::address_faulty:
      return "address-faulty";
    case AcceptStatus::accepted:
      return "accepted";
  }
  assert(false);
  return {};
}

std::optional<protocol::Outcome> outcome(AcceptStatus status) {
  switch (status) {
    case AcceptStatus::accepted:
      return protocol::Outcome::ok;
    case AcceptStatus::not_carried:
      return protocol::Outcome::no;
    case AcceptStatus::rejected:
      return protocol::Outcome::ng;
    default:
      return std::nullopt;
  }
}

bool carries(const protocol::CarrierTerms& terms, const protocol::ShippingRequest& request) {
  if (!terms.has_service(request.service)) return false;
  if (request.cash_on_delivery && !terms.cash_on_delivery) return false;
  return std::all_of(request.parcels.begin(), request.parcels.end(),
                     [&](const std::string& size) { return terms.find_class(size) != nullptr; });
}

}  // namespace sealcart::shipping
