// What becomes of a settlement that a customer asks for (seed S320, S901 to S911). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/lockout.h"
#include "core/money.h"
#include "protocol/settlement_result.h"

namespace sealcart::credit {

// What the customer pressed.
enum class Decision { purchase, reject };

struct SettleCommand {
  Decision decision = Decision::purchase;
  Money amount;
};

// What is known when it is decided.
struct SettleState {
  bool settled = false;       // this purchase has a stored answer
  bool expired = false;       // the request's time is over
  bool tries_allowed = true;  // the customer's wrong tries leave one more; a session needs none
  bool signed_in = false;     // by password, passkey or session
  bool locked_by_operator = false;
  struct Card {
    bool customers_own = true;  // of the customer who signed in
    Currency currency;
    bool blocked = false;
    std::int64_t available = 0;  // minor units
  };
  std::optional<Card> card;
};

// In order of precedence: the first that holds is the answer.
enum class SettleStatus {
  already_settled,     // give the stored answer again, also after the request's time
  request_expired,     // back to the shop
  rejected,            // NG; needs no sign-in: it is the customer's browser that holds the request
  locked_out,          // too many wrong tries
  sign_in_failed,      // no result: the customer may try again
  locked_by_operator,  // told only to who knows the password
  card_not_theirs,
  other_currency,  // the customer may choose another card
  card_blocked,    // NO
  insufficient,    // NO
  settled,         // OK
};
SettleStatus decide(const SettleCommand& command, const SettleState& state);
std::string_view name(SettleStatus status);

// The outcome that the mall is told; nullopt when it is told nothing (or nothing new).
std::optional<protocol::Outcome> outcome(SettleStatus status);

}  // namespace sealcart::credit
