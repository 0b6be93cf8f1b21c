#include "shipping/rules/postal_codes.h"

#include <gtest/gtest.h>

namespace sealcart::shipping {
namespace {

TEST(PostalCodes, FindsWhatTheFileSays) {
  auto codes =
      PostalCodes::read("# a sample\n100-0002\tA\tB\tC\r\n\n100-0001\tD\tE\t\n100-0003\tF\tG\tH\n100-0003\tF\tG\tI");
  ASSERT_TRUE(codes);
  const PostalCodes moved = std::move(*codes);
  EXPECT_EQ(moved.size(), 4U);
  EXPECT_EQ(moved.find("100-0002"), (Place{"A", "B", "C"}));
  EXPECT_EQ(moved.find("100-0001"), (Place{"D", "E", ""}));
  EXPECT_EQ(moved.find("100-0003"), (Place{"F", "G", ""})) << "a code of two towns names none";
  EXPECT_EQ(moved.find("100-0004"), std::nullopt);
  EXPECT_EQ(moved.find(""), std::nullopt);
  EXPECT_EQ(PostalCodes().find("100-0001"), std::nullopt);
}

TEST(PostalCodes, NamesTheLineThatWillNotDo) {
  for (const char* line : {"1000001\tA\tB\tC", "100-0001\t\tB\tC", "100-0001\tA\t\tC", "100-0001\tA\tB\tC\tD", "x",
                           "100-0001\tA\xff\tB\tC"}) {
    const auto codes = PostalCodes::read(std::string("# first\n") + line);
    ASSERT_FALSE(codes) << line;
    EXPECT_NE(codes.error().detail.find("line 2"), std::string::npos) << codes.error().detail;
  }
}

}  // namespace
}  // namespace sealcart::shipping
