#include "mall/rules/money_back.h"

namespace sealcart::mall {

std::int64_t refundable(const Moved& moved) { return moved.claimed - moved.refunded; }

std::int64_t voidable(const Moved& moved) {
  return moved.voided || moved.last_claimed ? 0 : moved.authorised - moved.claimed;
}

Expected<void> may_refund(const Moved& moved, std::int64_t amount) {
  if (amount < 1) return problem(422, "refund-amount", "Write an amount above zero in the currency's usual notation.");
  if (amount > refundable(moved)) {
    return problem(409, "refund-exceeds", "That is more than was claimed and not given back yet.");
  }
  return {};
}

}  // namespace sealcart::mall
