// The books: which accounts there are, what kinds of entry, and what each posts. Every entry sums to zero in its
// currency.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/money.h"
#include "core/problem.h"

namespace sealcart::credit {

// An account's number is its owner's number × 16 + its kind. Kinds 0 to 7 belong to a card; 8 to 15 are kept for owners
// that are not cards (what a mall is owed).
enum class Account : std::int64_t {
  line = 0,        // minus the limit: what the company lends
  available = 1,   // what the customer may still spend; never below zero
  authorised = 2,  // what settlements hold until the mall claims it
};
inline constexpr std::int64_t account_kinds = 16;
constexpr std::int64_t account(std::int64_t owner, Account kind) {
  return owner * account_kinds + static_cast<std::int64_t>(kind);
}

enum class EntryKind : std::int64_t { limit = 0, authorise = 1 };

// Largest limit of a card, in minor units.
inline constexpr std::int64_t max_limit = max_amount;

// A new limit: how much to move from `line` to `available` (negative when it is lowered). Refused with 409
// "limit-below-used" when the customer has already spent more than the new limit: nothing spent is ever taken back by a
// limit.
Expected<std::int64_t> limit_change(std::int64_t limit, std::int64_t available, std::int64_t new_limit);

// A limit as people write it: "100000" of JPY, "1000.00" or "1000" of EUR. nullopt when malformed or above max_limit.
std::optional<std::int64_t> parse_limit(std::string_view text, const Currency& currency);

}  // namespace sealcart::credit
