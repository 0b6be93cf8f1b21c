#include "credit/rules/capture.h"

#include <algorithm>
#include <cassert>

namespace sealcart::credit {
namespace {

tl::unexpected<Problem> other_currency() {
  return problem(409, "amount-currency", "The amount is in another currency than the settlement.");
}

}  // namespace

std::int64_t fee_of_capture(const Fees& fees, std::int64_t amount) {
  assert(amount > 0 && amount <= max_amount && fees.basis_points >= 0 && fees.basis_points <= 10'000);
  return std::min(amount, fees.fixed + (amount * fees.basis_points + 5'000) / 10'000);
}

Expected<Capture> decide_claim(const Authorisation& known, const Money& amount, bool last, const Fees& fees) {
  if (amount.currency != known.amount.currency) return other_currency();
  if (known.released > 0) {
    return problem(409, "claim-closed",
                   "What was left of this settlement is released: it was voided, claimed by a last "
                   "claim, or its time is over.");
  }
  if (amount.minor > known.open()) {
    return problem(409, "claim-exceeds", "This is more than is authorised and not yet claimed.");
  }
  return Capture{amount.minor, fee_of_capture(fees, amount.minor), last ? known.open() - amount.minor : 0};
}

Expected<void> decide_refund(const Authorisation& known, const Money& amount) {
  if (amount.currency != known.amount.currency) return other_currency();
  if (amount.minor > known.returnable()) {
    return problem(409, "refund-exceeds", "This is more than was claimed and not yet given back.");
  }
  return {};
}

}  // namespace sealcart::credit
