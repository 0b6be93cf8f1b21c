#include "mall/rules/purchase.h"

#include <algorithm>
#include <cassert>

namespace sealcart::mall {

std::string_view name(State state) {
  switch (state) {
    case State::pending:
      return "pending";
    case State::ok:
      return "ok";
    case State::no:
      return "no";
    case State::ng:
      return "ng";
  }
  assert(false);
  return {};
}

State parse_state(std::string_view text) {
  for (const State state : {State::pending, State::ok, State::no, State::ng}) {
    if (text == name(state)) return state;
  }
  assert(false);
  return State::pending;
}

State state_of(protocol::Outcome outcome) {
  switch (outcome) {
    case protocol::Outcome::ok:
      return State::ok;
    case protocol::Outcome::no:
      return State::no;
    case protocol::Outcome::ng:
      return State::ng;
  }
  assert(false);
  return State::no;
}

std::string_view name(Role role) { return role == Role::credit ? "credit" : "shipping"; }

Role parse_role(std::string_view text) {
  assert(text == "credit" || text == "shipping");
  return text == "credit" ? Role::credit : Role::shipping;
}

const Handover* Purchase::payment() const {
  const auto at =
      std::find_if(handovers.begin(), handovers.end(), [](const Handover& h) { return h.role == Role::credit; });
  return at == handovers.end() ? nullptr : &*at;
}

const Handover* Purchase::delivery() const {
  const Handover *waits = nullptr, *latest = nullptr;
  for (const Handover& handover : handovers) {
    if (handover.role != Role::shipping) continue;
    if (handover.state == State::ok && !handover.returned) return &handover;
    if (handover.state == State::pending) waits = &handover;
    latest = &handover;
  }
  return waits != nullptr ? waits : latest;
}

protocol::Named named(const Handover& handover) {
  return protocol::disclose(handover.disclosure, handover.number, handover.sealed_goods);
}

bool seems_expired(const Handover& handover, Time now) {
  return handover.state == State::pending && now > handover.expires + 60;
}

bool may_ship(const Purchase& purchase) {
  if (!purchase.physical || purchase.kept_goods.empty()) return false;
  const Handover* delivery = purchase.delivery();
  if (delivery != nullptr && delivery->state == State::ok && !delivery->returned) return false;
  const Handover* payment = purchase.payment();
  return payment == nullptr || payment->state == State::ok;
}

bool was_sent(const Purchase& purchase) {
  return std::any_of(purchase.handovers.begin(), purchase.handovers.end(),
                     [](const Handover& h) { return h.returned; });
}

const Handover* waiting_for(const Purchase& purchase, std::string_view company, std::string_view service, Time now) {
  for (const Handover& handover : purchase.handovers) {
    if (handover.role == Role::shipping && handover.partner == company && handover.service == service &&
        handover.state == State::pending && now < handover.expires) {
      return &handover;
    }
  }
  return nullptr;
}

}  // namespace sealcart::mall
