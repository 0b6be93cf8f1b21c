#include "mall/rules/money_back.h"

#include <gtest/gtest.h>

namespace sealcart::mall {
namespace {

TEST(MoneyBack, IsBoundedByWhatWasClaimed) {
  const struct {
    Moved moved;
    std::int64_t amount;
    const char* code;
  } table[] = {
      {{3000, 0, false, false, 0}, 1, "refund-exceeds"},        {{3000, 3000, true, false, 0}, 3000, ""},
      {{3000, 3000, true, false, 0}, 3001, "refund-exceeds"},   {{3000, 1000, false, false, 400}, 600, ""},
      {{3000, 1000, false, false, 400}, 601, "refund-exceeds"}, {{3000, 1000, false, true, 0}, 1000, ""},
      {{3000, 3000, true, false, 3000}, 1, "refund-exceeds"},   {{3000, 3000, true, false, 0}, 0, "refund-amount"},
      {{3000, 3000, true, false, 0}, -5, "refund-amount"},
  };
  for (const auto& row : table) {
    const auto may = may_refund(row.moved, row.amount);
    EXPECT_EQ(may ? "" : may.error().code, row.code) << row.amount;
  }
}

TEST(MoneyBack, ReleasesWhatIsAuthorisedAndNotClaimedOnce) {
  const struct {
    Moved moved;
    std::int64_t released;
  } table[] = {
      {{3000, 0, false, false, 0}, 3000},      {{3000, 1000, false, false, 0}, 2000},
      {{3000, 1000, true, false, 0}, 0},  // the last claim released the rest
      {{3000, 3000, false, false, 0}, 0},      {{3000, 1000, false, true, 0}, 0},
      {{3000, 1000, false, false, 500}, 2000},
  };
  for (const auto& row : table) EXPECT_EQ(voidable(row.moved), row.released);
}

}  // namespace
}  // namespace sealcart::mall
