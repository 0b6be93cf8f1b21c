#include "credit/rules/payment_reference.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sealcart::credit {
namespace {

// Check digits computed apart from this code: 98 - (0000000001 2715 00 mod 97) and so on.
TEST(PaymentReference, BearsTheCheckDigitsOfIso11649) {
  EXPECT_EQ(payment_reference(1).substr(0, 2), "RF");
  EXPECT_EQ(payment_reference(1).size(), 14U);
  EXPECT_EQ(find_reference("RF18 5390 0754 7034"), std::nullopt);  // a right one, of another length
  EXPECT_EQ(spaced_reference("RF180000000001"), "RF18 0000 0000 01");
}

TEST(PaymentReference, IsFoundAsPeopleWriteIt) {
  EXPECT_TRUE(rc::check([] {
    const auto number = *rc::gen::inRange<std::int64_t>(1, 9'999'999'999);
    const std::string reference = payment_reference(number);
    RC_ASSERT(find_reference("RFQ your bill " + spaced_reference(reference) + " thanks") == reference);
    std::string low = reference;
    low[0] = 'r';
    RC_ASSERT(find_reference(low) == reference);
    RC_ASSERT(find_reference(reference + "0") == std::nullopt);
  }));
}

TEST(PaymentReference, AWrongDigitIsNoticed) {
  EXPECT_TRUE(rc::check([] {
    std::string reference = payment_reference(*rc::gen::inRange<std::int64_t>(1, 9'999'999'999));
    const auto place = *rc::gen::inRange<std::size_t>(2, 14);
    const auto digit = static_cast<char>('0' + *rc::gen::inRange(0, 10));
    RC_PRE(reference[place] != digit);
    reference[place] = digit;
    RC_ASSERT(find_reference(reference) == std::nullopt);
  }));
}

}  // namespace
}  // namespace sealcart::credit
