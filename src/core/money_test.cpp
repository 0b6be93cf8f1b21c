#include "core/money.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

Money money(std::int64_t minor, const char* code) { return {minor, *Currency::parse(code)}; }

TEST(Currency, KnowsItsListAndNothingElse) {
  EXPECT_EQ(Currency::parse("JPY")->digits(), 0);
  EXPECT_EQ(Currency::parse("EUR")->digits(), 2);
  EXPECT_EQ(Currency::parse("KWD")->digits(), 3);
  for (const char* text : {"", "JP", "jpy", "JPYY", "XXX"}) EXPECT_FALSE(Currency::parse(text)) << text;
}

TEST(Money, IsWrittenForPeople) {
  EXPECT_EQ(format(money(3015, "JPY")), "¥3,015");
  EXPECT_EQ(format(money(3015, "EUR")), "€30.15");
  EXPECT_EQ(format(money(5, "EUR")), "€0.05");
  EXPECT_EQ(format(money(0, "JPY")), "¥0");
  EXPECT_EQ(format(money(-123456789, "USD")), "-$1,234,567.89");
  EXPECT_EQ(format(money(1234567, "KWD")), "KWD 1,234.567");
  EXPECT_EQ(format(money(100, "JPY")), "¥100");
  EXPECT_EQ(format(money(1000, "JPY")), "¥1,000");
}

TEST(Money, NoticesOverflow) {
  EXPECT_EQ(checked_add(2, 3), 5);
  EXPECT_EQ(checked_multiply(1000, 99), 99000);
  EXPECT_FALSE(checked_add(INT64_MAX, 1));
  EXPECT_FALSE(checked_multiply(INT64_MAX / 2, 3));
  EXPECT_FALSE(checked_add(max_amount * 1000, 1));
  EXPECT_FALSE(checked_multiply(-max_amount, 1001));
}

}  // namespace
}  // namespace sealcart
