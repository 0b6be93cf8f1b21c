// What may be given back of a settlement, and what may be released.
#pragma once

#include "core/money.h"
#include "core/problem.h"

namespace sealcart::mall {

// Of one hand-over to a credit company that answered OK; minor units of its currency.
struct Moved {
  std::int64_t authorised = 0;
  std::int64_t claimed = 0;
  bool last_claimed = false;  // a claim said that it is the last
  bool voided = false;        // a VoidRequest was sent
  std::int64_t refunded = 0;

  friend bool operator==(const Moved&, const Moved&) = default;
};

std::int64_t refundable(const Moved& moved);
// What a VoidRequest would release; 0 when there is nothing, or when it was asked for before.
std::int64_t voidable(const Moved& moved);

// Problems: 422 "refund-amount", 409 "refund-exceeds".
Expected<void> may_refund(const Moved& moved, std::int64_t amount);

}  // namespace sealcart::mall
