// Cash at the door (seed S1226 to S1228). Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/money.h"
#include "core/problem.h"
#include "shipping/rules/parcel_steps.h"

namespace sealcart::shipping {

// What the company keeps of what it collects: never more than that.
struct CashTerms {
  std::int64_t fee_fixed = 0;         // minor units
  std::int64_t fee_basis_points = 0;  // of the amount, rounded down; 0 … 10,000
};
std::int64_t fee(const CashTerms& terms, std::int64_t amount);

// What a driver brings back of one parcel of the tour.
struct Brought {
  std::string parcel;  // as people name it: "number 1/2"
  Step step = Step::deliver;
  std::optional<Money> due;
  std::int64_t collected = 0;  // minor units of due's currency
};
using Sums = std::map<std::string, std::int64_t, std::less<>>;  // currency code to minor units

// What there must be in each currency: `already` collected and not yet handed in, and what is brought now. Problems
// 422: "cash-differs" when a parcel's amount is not what is due, "cash-unasked" when it is for one that was not
// delivered, "cash-counted" when what was counted is another sum.
Expected<Sums> count_cash(const std::vector<Brought>& brought, const Sums& already, const Sums& counted);

}  // namespace sealcart::shipping
