#include "shipping/rules/cash.h"

#include <gtest/gtest.h>

namespace sealcart::shipping {
namespace {

const Currency yen = *Currency::parse("JPY"), euro = *Currency::parse("EUR");

TEST(Cash, FeeIsFixedAndOfTheAmountAndNeverMoreThanIt) {
  struct Row {
    CashTerms terms;
    std::int64_t amount, fee;
  };
  for (const Row& row : {Row{{}, 3015, 0}, Row{{300, 0}, 3015, 300}, Row{{0, 150}, 3015, 45},
                         Row{{300, 150}, 3015, 345}, Row{{300, 0}, 200, 200}, Row{{0, 10'000}, 1, 1},
                         Row{{0, 9'999}, 1, 0}, Row{{0, 10'000}, max_amount, max_amount}}) {
    EXPECT_EQ(fee(row.terms, row.amount), row.fee) << row.amount;
  }
}

std::vector<Brought> tour() {
  return {{"a", Step::deliver, Money{3015, yen}, 3015},
          {"b", Step::deliver, Money{500, euro}, 500},
          {"c", Step::deliver, std::nullopt, 0},
          {"d", Step::refuse, Money{900, yen}, 0},
          {"e", Step::deliver, Money{85, yen}, 85}};
}

std::string code(const std::vector<Brought>& brought, const Sums& already, const Sums& counted) {
  const auto sums = count_cash(brought, already, counted);
  return sums ? "" : sums.error().code;
}

TEST(Cash, CountedIsWhatTheParcelsComeTo) {
  EXPECT_EQ(count_cash(tour(), {{"JPY", 100}}, {{"JPY", 3200}, {"EUR", 500}}).value(),
            (Sums{{"JPY", 3200}, {"EUR", 500}}));
  EXPECT_EQ(count_cash({}, {}, {}).value(), Sums());
  EXPECT_EQ(count_cash({}, {}, {{"JPY", 0}}).value(), Sums());
}

TEST(Cash, SaysWhatDiffers) {
  const Sums right{{"JPY", 3100}, {"EUR", 500}};
  EXPECT_EQ(code(tour(), {}, right), "");
  EXPECT_EQ(code(tour(), {}, {{"JPY", 3100}}), "cash-counted");
  EXPECT_EQ(code(tour(), {}, {{"JPY", 3099}, {"EUR", 500}}), "cash-counted");
  EXPECT_EQ(code(tour(), {}, {{"JPY", 3100}, {"EUR", 500}, {"USD", 1}}), "cash-counted");
  EXPECT_EQ(code(tour(), {{"JPY", 1}}, right), "cash-counted");
  auto less = tour();
  less[0].collected = 3014;
  EXPECT_EQ(code(less, {}, right), "cash-differs");
  auto unasked = tour();
  unasked[2].collected = 1;
  EXPECT_EQ(code(unasked, {}, right), "cash-unasked");
  auto refused = tour();
  refused[3].collected = 900;
  EXPECT_EQ(code(refused, {}, right), "cash-unasked");
}

}  // namespace
}  // namespace sealcart::shipping
