#include "credit/rules/settlement.h"

#include <cassert>

namespace sealcart::credit {

SettleStatus decide(const SettleCommand& command, const SettleState& state) {
  using enum SettleStatus;
  assert(command.amount.minor > 0);
  if (state.settled) return already_settled;
  if (state.expired) return request_expired;
  if (command.decision == Decision::reject) return rejected;
  if (!state.tries_allowed) return locked_out;
  if (!state.signed_in) return sign_in_failed;
  if (state.locked_by_operator) return SettleStatus::locked_by_operator;
  if (!state.card || !state.card->customers_own) return card_not_theirs;
  if (state.card->currency != command.amount.currency) return other_currency;
  if (state.card->blocked) return card_blocked;
  if (state.card->available < command.amount.minor) return insufficient;
  return settled;
}

std::string_view name(SettleStatus status) {
  switch (status) {
    case SettleStatus::already_settled:
      return "already-settled";
    case SettleStatus::request_expired:
      return "request-expired";
    case SettleStatus::rejected:
      return "rejected";
    case SettleStatus::locked_out:
      return "locked-out";
    case SettleStatus::sign_in_failed:
      return "sign-in-failed";
    case SettleStatus::locked_by_operator:
      return "locked-by-operator";
    case SettleStatus::card_not_theirs:
      return "card-not-theirs";
    case SettleStatus::other_currency:
      return "other-currency";
    case SettleStatus::card_blocked:
      return "card-blocked";
    case SettleStatus::insufficient:
      return "insufficient";
    case SettleStatus::settled:
      return "settled";
  }
  assert(false);
  return {};
}

std::optional<protocol::Outcome> outcome(SettleStatus status) {
  switch (status) {
    case SettleStatus::settled:
      return protocol::Outcome::ok;
    case SettleStatus::card_blocked:
    case SettleStatus::insufficient:
      return protocol::Outcome::no;
    case SettleStatus::rejected:
      return protocol::Outcome::ng;
    default:
      return std::nullopt;
  }
}

}  // namespace sealcart::credit
