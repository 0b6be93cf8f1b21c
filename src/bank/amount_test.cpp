#include "bank/amount.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "bank/day.h"
#include "bank/text.h"

namespace sealcart::bank {
namespace {

const Currency jpy = *Currency::parse("JPY"), eur = *Currency::parse("EUR"), kwd = *Currency::parse("KWD");

TEST(Amount, HasTheCurrencysDecimals) {
  EXPECT_EQ(decimal({3015, jpy}), "3015");
  EXPECT_EQ(decimal({3015, eur}), "30.15");
  EXPECT_EQ(decimal({5, eur}), "0.05");
  EXPECT_EQ(decimal({0, jpy}), "0");
  EXPECT_EQ(decimal({5, kwd}), "0.005");
}

TEST(Amount, IsReadExactly) {
  EXPECT_EQ(read_amount("1234.5", eur), 123450);
  EXPECT_EQ(read_amount("1234.50000", eur), 123450);
  EXPECT_EQ(read_amount("0", eur), 0);
  EXPECT_EQ(read_amount("0007", jpy), 7);
  EXPECT_EQ(read_amount("100.00", jpy), 100);
  EXPECT_EQ(read_amount("100.", jpy), 100);
  EXPECT_EQ(read_amount("0.005", kwd), 5);
  EXPECT_EQ(read_amount("10000000000000.00", eur), max_amount * 1000);
  for (const char* text : {"", ".", ".5", "-1", "+1", "1,5", "1e3", "1.2.3", "0x10", " 1", "1.234", "1.001", "1.000000",
                           "NaN", "INF", "10000000000000.01", "99999999999999999999999999999999", "１"}) {
    const auto read = read_amount(text, eur);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "statement-amount") << text;
  }
  EXPECT_FALSE(read_amount("100.5", jpy));
}

TEST(Amount, ComesBack) {
  EXPECT_TRUE(rc::check([] {
    const auto currency = *rc::gen::element(jpy, eur, kwd);
    const auto minor = *rc::gen::inRange<std::int64_t>(0, max_amount * 1000);
    RC_ASSERT(read_amount(decimal({minor, currency}), currency) == minor);
  }));
}

TEST(Day, IsOneOfTheCalendar) {
  EXPECT_TRUE(is_day("2028-02-29"));
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "0000-01-01", "2026/01/01",
                           "2026-01-0x", "2026-01-011", "+026-01-01"}) {
    EXPECT_FALSE(is_day(text)) << text;
  }
  EXPECT_EQ(day_of("2026-11-28"), "2026-11-28");
  EXPECT_EQ(day_of("2026-11-28T23:59:59.9+09:00"), "2026-11-28");
  EXPECT_EQ(day_of("2026-11-28+09:00"), "2026-11-28");
  EXPECT_EQ(day_of("2026-11-28Z"), "2026-11-28");
  EXPECT_EQ(day_of("2026-11-281"), "");
  EXPECT_EQ(day_of("yesterday"), "");
  EXPECT_EQ(date_time(Time{1'796'000'000}), "2026-11-30T00:53:20Z");
}

TEST(Text, LosesControlsAndKeepsCharactersWhole) {
  EXPECT_EQ(plain("  a\tb\r\nc\x01\x7f\xc2\x85 ", 140), "a b  c");
  EXPECT_EQ(plain("日本語", 2), "日本");
  EXPECT_EQ(plain("日本語", 3), "日本語");
  EXPECT_EQ(plain("ab cd", 3), "ab");
  EXPECT_EQ(plain("a\xc0\x80\xff\xe6\x97\xed\xa0\x80\xef\xbf\xbf z", 140), "a z");  // overlong, cut, surrogate, U+FFFF
  EXPECT_EQ(plain("", 140), "");
  EXPECT_EQ(length("日本語a"), 4u);
  EXPECT_TRUE(rc::check([](const std::string& any) {
    const std::string once = plain(any, 35);
    RC_ASSERT(length(once) <= 35u);
    RC_ASSERT(plain(once, 35) == once);
  }));
}

}  // namespace
}  // namespace sealcart::bank
