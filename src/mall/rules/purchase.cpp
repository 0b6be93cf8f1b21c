#include "mall/rules/purchase.h"

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

const std::string& purchase_field(const Purchase& purchase) {
  return purchase.disclosure == protocol::Disclosure::sealed_only ? purchase.sealed_goods : purchase.number;
}

std::optional<std::string> goods_field(const Purchase& purchase) {
  if (purchase.disclosure != protocol::Disclosure::sealed) return std::nullopt;
  return purchase.sealed_goods;
}

bool seems_expired(const Purchase& purchase, Time now) {
  return purchase.state == State::pending && now > purchase.expires + 60;
}

}  // namespace sealcart::mall
