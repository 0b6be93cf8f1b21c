// Amounts as decimal text, "30.15", exact in both directions: integers all the way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/money.h"
#include "core/problem.h"

namespace sealcart::bank {

// The amount with all digits of the currency's minor unit: 3015 JPY is "3015", 3015 EUR "30.15". Not negative.
std::string decimal(const Money& amount);
// The same for any number of digits.
std::string decimal(std::int64_t minor, int digits);

// Minor units of `text`, as ISO 20022 amounts are written: digits and at most five decimals. Decimals beyond the
// currency's must be zeros. 422 "statement-amount" for anything else, a sign included, and beyond max_amount × 1000.
Expected<std::int64_t> read_amount(std::string_view text, Currency currency);

}  // namespace sealcart::bank
