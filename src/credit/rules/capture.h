// What becomes of an authorisation after the purchase: claims, refunds, voids, expiry, chargebacks. Pure.
#pragma once

#include <cstdint>

#include "core/money.h"
#include "core/problem.h"

namespace sealcart::credit {

// An OK settlement and what happened to it until now, in minor units.
struct Authorisation {
  Money amount;
  std::int64_t captured = 0, released = 0, refunded = 0, charged_back = 0;

  std::int64_t open() const { return amount.minor - captured - released; }        // may still be claimed
  std::int64_t returnable() const { return captured - refunded - charged_back; }  // may still be given back
};

// What the company keeps of each capture: so many hundredths of a percent, rounded half up, and a fixed amount; never
// more than the capture.
struct Fees {
  std::int64_t basis_points = 0;
  std::int64_t fixed = 0;       // minor units of whichever currency
  std::int64_t chargeback = 0;  // for each chargeback, minor units
};
std::int64_t fee_of_capture(const Fees& fees, std::int64_t amount);

// What to post.
struct Capture {
  std::int64_t amount, fee;
  std::int64_t release;  // 0: nothing is released
  friend bool operator==(const Capture&, const Capture&) = default;
};
// Problems, all 409, in order of precedence: "amount-currency", "claim-closed" (what was left is released), and
// "claim-exceeds" (more than is authorised and not yet claimed).
Expected<Capture> decide_claim(const Authorisation& known, const Money& amount, bool last, const Fees& fees);

// 409 "amount-currency", "refund-exceeds" (more than was captured and not yet given back).
Expected<void> decide_refund(const Authorisation& known, const Money& amount);

}  // namespace sealcart::credit
