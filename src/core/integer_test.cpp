#include "core/integer.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

TEST(Integer, TheWholeTextOrNothing) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("007"), 7);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  for (const char* wrong : {"", " 1", "1 ", "1x", "x", "+1", "0x1", "1.0", "--1", "9223372036854775808"}) {
    EXPECT_FALSE(parse_integer(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace sealcart
