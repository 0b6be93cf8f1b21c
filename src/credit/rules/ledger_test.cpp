#include "credit/rules/ledger.h"

#include <gtest/gtest.h>

namespace sealcart::credit {
namespace {

const Currency yen = *Currency::parse("JPY");
const Currency euro = *Currency::parse("EUR");

TEST(Ledger, AccountsOfOneCardLieSideBySide) {
  EXPECT_EQ(account(7, Account::line), 112);
  EXPECT_EQ(account(7, Account::available), 113);
  EXPECT_EQ(account(7, Account::authorised), 114);
}

TEST(Ledger, ALimitMovesTheDifference) {
  EXPECT_EQ(limit_change(0, 0, 1000).value(), 1000);
  EXPECT_EQ(limit_change(1000, 400, 1500).value(), 500);
  EXPECT_EQ(limit_change(1000, 400, 600).value(), -400);
  const auto refused = limit_change(1000, 400, 599);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "limit-below-used");
}

TEST(Ledger, LimitsAsPeopleWriteThem) {
  EXPECT_EQ(parse_limit("100000", yen), 100000);
  EXPECT_EQ(parse_limit("0", yen), 0);
  EXPECT_EQ(parse_limit("1000", euro), 100000);
  EXPECT_EQ(parse_limit("1000.05", euro), 100005);
  EXPECT_EQ(parse_limit("1000000000000", yen), max_limit);
  for (const char* wrong :
       {"", "-1", "+1", "1.0", "1.", "1,000", "abc", "1e3", "1000000000001", "99999999999999999999"}) {
    EXPECT_EQ(parse_limit(wrong, yen), std::nullopt) << wrong;
  }
  for (const char* wrong : {".50", "1.5", "1.", "1.005", "1.-5"})
    EXPECT_EQ(parse_limit(wrong, euro), std::nullopt) << wrong;
}

}  // namespace
}  // namespace sealcart::credit
