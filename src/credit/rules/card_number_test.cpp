#include "credit/rules/card_number.h"

#include <gtest/gtest.h>

namespace sealcart::credit {
namespace {

TEST(CardNumber, AcceptsWhatPeopleType) {
  // 4111 1111 1111 1111 is the payment industry's usual test number.
  for (const char* typed : {"4111111111111111", "4111 1111 1111 1111", " 4111-1111-1111-1111 ",
                            "４１１１　１１１１ー１１１１－１１１１", "4111–1111–1111–1111"}) {
    const auto number = CardNumber::parse(typed);
    ASSERT_TRUE(number) << typed;
    EXPECT_EQ(number->digits(), "4111111111111111");
    EXPECT_EQ(number->last4(), "1111");
  }
}

TEST(CardNumber, RefusesWrongCheckDigitLengthAndSigns) {
  for (const char* typed : {"", "4111111111111112", "4111111111111111a", "0", "00000000000", "4111.1111.1111.1111",
                            "41111111111111111111", "4111\n1111 1111 1111"}) {
    EXPECT_FALSE(CardNumber::parse(typed)) << typed;
  }
  EXPECT_TRUE(CardNumber::parse("000000000000")) << "12 digits are enough";
  EXPECT_TRUE(CardNumber::parse("0000000000000000000")) << "19 digits are not too many";
  EXPECT_FALSE(CardNumber::parse("00000000000000000000"));
  EXPECT_FALSE(CardNumber::parse("4111111111111111" + std::string(300, ' ')));
}

TEST(CardNumber, AnyOneWrongDigitBreaksTheCheck) {
  const std::string right = "4111111111111111";
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string changed = right;
      changed[at] = digit;
      EXPECT_EQ(luhn(changed), changed == right) << changed;
    }
  }
}

}  // namespace
}  // namespace sealcart::credit
