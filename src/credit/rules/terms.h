// What the company has agreed with malls and customers: settings of [credit].
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "credit/rules/capture.h"

namespace sealcart::credit {

inline constexpr std::int64_t seconds_per_day = 86'400;

struct Terms {
  Fees fees;
  bool pay_when_paid = true;       // payout_policy "on-payment"; else "scheduled"
  std::int64_t payout_days = 14;   // scheduled: so long after the capture
  std::int64_t billing_day = 0;    // of each month, 1 to 28; 0: only by hand
  std::int64_t payment_days = 14;  // from the billing run until a statement is due
  std::int64_t dunning_days = 10;  // from there, and from each reminder, until the next
  std::int64_t authorisation_days = 30;
};

// `config` has text(key, otherwise) and integer(key, otherwise), as a party's configuration has. Throws
// std::runtime_error naming the setting.
template <class Config>
Terms read_terms(const Config& config) {
  const auto number = [&](const char* key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const std::int64_t value = config.integer(key, otherwise);
    if (value < least || value > most) {
      throw std::runtime_error("[credit] " + std::string(key) + " must be from " + std::to_string(least) + " to " +
                               std::to_string(most));
    }
    return value;
  };
  Terms terms;
  terms.fees.basis_points = number("fee_basis_points", 0, 0, 10'000);
  terms.fees.fixed = number("fee_fixed", 0, 0, max_amount);
  terms.fees.chargeback = number("chargeback_fee", 0, 0, max_amount);
  const std::string policy = config.text("payout_policy", "on-payment");
  if (policy != "on-payment" && policy != "scheduled") {
    throw std::runtime_error("[credit] payout_policy must be on-payment or scheduled");
  }
  terms.pay_when_paid = policy == "on-payment";
  terms.payout_days = number("payout_days", terms.payout_days, 0, 366);
  terms.billing_day = number("billing_day", terms.billing_day, 0, 28);
  terms.payment_days = number("payment_days", terms.payment_days, 0, 366);
  terms.dunning_days = number("dunning_days", terms.dunning_days, 1, 366);
  terms.authorisation_days = number("authorisation_days", terms.authorisation_days, 1, 3660);
  return terms;
}

}  // namespace sealcart::credit
