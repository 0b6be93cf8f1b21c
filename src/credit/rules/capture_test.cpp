#include "credit/rules/capture.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "credit/rules/ledger.h"

namespace sealcart::credit {
namespace {

const Currency yen = *Currency::parse("JPY");
const Currency euro = *Currency::parse("EUR");

struct ClaimCase {
  Authorisation known;
  Money amount;
  bool last;
  const char* refusal;  // empty: taken
  Capture taken;
};

TEST(Capture, ClaimsByTable) {
  const Fees fees{.basis_points = 250, .fixed = 30, .chargeback = 500};
  const Money thousand{1000, yen};
  const ClaimCase cases[] = {
      {{thousand}, {1000, yen}, true, "", {1000, 55, 0}},
      {{thousand}, {400, yen}, false, "", {400, 40, 0}},
      {{thousand}, {400, yen}, true, "", {400, 40, 600}},
      {{thousand, 400}, {600, yen}, true, "", {600, 45, 0}},
      {{thousand}, {10, yen}, false, "", {10, 10, 0}},  // the fee is never more than the capture
      {{thousand}, {1001, yen}, false, "claim-exceeds", {}},
      {{thousand, 400}, {601, yen}, false, "claim-exceeds", {}},
      {{thousand, 1000}, {1, yen}, false, "claim-exceeds", {}},
      {{thousand, 400, 600}, {1, yen}, false, "claim-closed", {}},
      {{thousand, 0, 1000}, {1000, yen}, true, "claim-closed", {}},
      {{thousand, 0, 1000}, {1000, euro}, true, "amount-currency", {}},
  };
  for (const ClaimCase& each : cases) {
    const auto decided = decide_claim(each.known, each.amount, each.last, fees);
    const std::string_view refusal = each.refusal;
    ASSERT_EQ(decided.has_value(), refusal.empty()) << each.amount.minor;
    if (decided) {
      EXPECT_EQ(*decided, each.taken);
    } else {
      EXPECT_EQ(decided.error().code, refusal);
      EXPECT_EQ(decided.error().status, 409);
    }
  }
}

TEST(Capture, RefundsByTable) {
  const Money thousand{1000, yen};
  const auto code = [](const Expected<void>& answer) { return answer ? std::string() : answer.error().code; };
  EXPECT_EQ(code(decide_refund({thousand, 600}, {600, yen})), "");
  EXPECT_EQ(code(decide_refund({thousand, 600}, {601, yen})), "refund-exceeds");
  EXPECT_EQ(code(decide_refund({thousand, 600, 400, 100, 0}, {500, yen})), "");
  EXPECT_EQ(code(decide_refund({thousand, 600, 400, 100, 400}, {101, yen})), "refund-exceeds");
  EXPECT_EQ(code(decide_refund({thousand}, {1, yen})), "refund-exceeds");
  EXPECT_EQ(code(decide_refund({thousand, 600}, {1, euro})), "amount-currency");
}

TEST(Capture, FeesRoundHalfUp) {
  EXPECT_EQ(fee_of_capture({.basis_points = 250}, 1000), 25);
  EXPECT_EQ(fee_of_capture({.basis_points = 250}, 19), 0);
  EXPECT_EQ(fee_of_capture({.basis_points = 250}, 20), 1);
  EXPECT_EQ(fee_of_capture({.basis_points = 10'000}, max_amount), max_amount);
}

TEST(Capture, EveryEntrySumsToZeroInEachGroup) {
  EXPECT_TRUE(rc::check([] {
    const auto amount = *rc::gen::inRange<std::int64_t>(1, max_amount);
    const auto fee = *rc::gen::inRange<std::int64_t>(0, amount + 1);
    for (const Moves& moves :
         {moves_of_limit(-amount), moves_of_capture(amount, fee), moves_of_release(amount), moves_of_refund(amount),
          moves_of_chargeback(amount, fee), moves_of_payment(amount), moves_of_receipt(amount),
          moves_of_receipt(-amount), moves_of_match(amount), moves_of_payout(amount)}) {
      std::map<bool, std::int64_t> sums;
      for (const Move& move : moves) {
        RC_ASSERT(move.amount != 0 || amount == fee);
        sums[is_memorandum(move.account)] += move.amount;
      }
      RC_ASSERT(sums[false] == 0 && sums[true] == 0);
    }
  }));
}

}  // namespace
}  // namespace sealcart::credit
