// Checks a card's password. Known and unknown cards behave and take alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/task.h"
#include "credit/rules/card_number.h"
#include "credit/store/settlements.h"
#include "credit/web/bank.h"

namespace sealcart::credit {

struct SignIn {
  enum class Answer { right, wrong, locked, busy } answer;
  std::int64_t minutes = 0;  // locked: until the next try
};

// Counts the try durably, then checks. `card` is what is registered under `number`, if anything. Throws sql::Error.
Task<SignIn> check_password(Bank& bank, CardNumber number, std::optional<store::CardHeld> card, std::string password);

}  // namespace sealcart::credit
