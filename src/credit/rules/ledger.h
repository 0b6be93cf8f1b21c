// The books: which accounts there are, what kinds of entry, and what each posts. Every entry sums to zero in its
// currency, in each of two groups by itself: the memorandum of a card, which says what may be spent, and the real
// accounts, which say who owes whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/problem.h"

namespace sealcart::credit {

// An account's number is its owner's number × 16 + its kind. Kinds 0 to 7 belong to a card, 8 to 15 to an owner that is
// not a card: a mall or the company itself.
enum class Account : std::int64_t {
  line = 0,        // memorandum; minus the limit: what the company lends
  available = 1,   // memorandum; what the customer may still spend; never below zero
  authorised = 2,  // memorandum; what settlements hold until the mall claims it
  used = 3,        // memorandum; what was claimed and not paid back; negative: the customer paid too much
  receivable = 4,  // what the customer owes
  payable = 8,     // minus what a mall is owed
  bank = 9,        // the company's
  fees = 10,       // the company's income, negative
  suspense = 12,   // the company's; minus what came in and nobody knows yet from whom
};
inline constexpr std::int64_t account_kinds = 16;
constexpr std::int64_t account(std::int64_t owner, Account kind) {
  return owner * account_kinds + static_cast<std::int64_t>(kind);
}
constexpr Account kind_of(std::int64_t account) { return static_cast<Account>(account % account_kinds); }
// Of the two groups.
constexpr bool is_memorandum(Account kind) { return static_cast<std::int64_t>(kind) <= 3; }
constexpr bool is_of_card(Account kind) { return static_cast<std::int64_t>(kind) < 8; }
std::string_view name(Account kind);

enum class EntryKind : std::int64_t {
  limit = 0,
  authorise = 1,
  capture = 2,
  release = 3,  // of what stays authorised: the last claim, a void, or its time is over
  refund = 4,
  chargeback = 5,
  payment = 6,  // of a customer whom we know
  receipt = 7,  // money at the bank from whom we do not know yet, or a bank's own booking
  match = 8,    // of such money to a customer
  payout = 9,
  unmatch = 10,  // a payment that was booked to the wrong customer, back to where nobody knows whose it is
};
std::string_view name(EntryKind kind);

// One line of an entry, before it is known which owner's account it is.
struct Move {
  Account account;
  std::int64_t amount;
  friend bool operator==(const Move&, const Move&) = default;
};
using Moves = std::vector<Move>;

// What each kind posts. Amounts are positive unless said.
Moves moves_of_limit(std::int64_t change);  // negative when it is lowered
Moves moves_of_capture(std::int64_t amount, std::int64_t fee);
Moves moves_of_release(std::int64_t amount);
Moves moves_of_refund(std::int64_t amount);
Moves moves_of_chargeback(std::int64_t amount, std::int64_t fee);
Moves moves_of_payment(std::int64_t amount);
Moves moves_of_receipt(std::int64_t amount);  // negative when it went out
Moves moves_of_match(std::int64_t amount);
Moves moves_of_unmatch(std::int64_t amount);
Moves moves_of_payout(std::int64_t amount);

// Largest limit of a card, in minor units.
inline constexpr std::int64_t max_limit = max_amount;

// A new limit: how much to move from `line` to `available` (negative when it is lowered). Refused with 409
// "limit-below-used" when the customer has already spent more than the new limit: nothing spent is ever taken back by a
// limit.
Expected<std::int64_t> limit_change(std::int64_t limit, std::int64_t available, std::int64_t new_limit);

// A limit as people write it: "100000" of JPY, "1000.00" or "1000" of EUR. nullopt when malformed or above max_limit.
std::optional<std::int64_t> parse_limit(std::string_view text, const Currency& currency);

}  // namespace sealcart::credit
