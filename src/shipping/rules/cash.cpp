#include "shipping/rules/cash.h"

#include <algorithm>
#include <cassert>

namespace sealcart::shipping {
namespace {

std::int64_t sum_of(const Sums& sums, const std::string& currency) {
  const auto at = sums.find(currency);
  return at == sums.end() ? 0 : at->second;
}

}  // namespace

std::int64_t fee(const CashTerms& terms, std::int64_t amount) {
  assert(amount > 0 && amount <= max_amount && terms.fee_basis_points >= 0 && terms.fee_basis_points <= 10'000);
  return std::min(amount, terms.fee_fixed + amount * terms.fee_basis_points / 10'000);
}

Expected<Sums> count_cash(const std::vector<Brought>& brought, const Sums& already, const Sums& counted) {
  Sums sums = already;
  for (const Brought& one : brought) {
    const bool delivered = one.step == Step::deliver;
    if ((!delivered || !one.due) && one.collected != 0) {
      return problem(422, "cash-unasked", "Nothing is to be collected for parcel " + one.parcel + ".");
    }
    if (!delivered || !one.due) continue;
    if (one.collected != one.due->minor) {
      return problem(
          422, "cash-differs",
          "Parcel " + one.parcel + " was delivered, so " + format(*one.due) + " were collected; not another sum.");
    }
    sums[std::string(one.due->currency.code())] += one.collected;
  }
  for (const auto& [currency, sum] : sums) {
    if (sum_of(counted, currency) != sum) {
      const auto known = Currency::parse(currency);
      assert(known);  // it was the parcels' own
      return problem(422, "cash-counted", "The parcels come to " + format({sum, *known}) + ": count again.");
    }
  }
  for (const auto& [currency, sum] : counted) {
    if (sum != sum_of(sums, currency)) {
      return problem(422, "cash-counted", "No parcel was paid for in " + currency + ".");
    }
  }
  return sums;
}

}  // namespace sealcart::shipping
