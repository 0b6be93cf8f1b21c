#include "core/rfc3339.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

TEST(Rfc3339, WritesAndReads) {
  EXPECT_EQ(rfc3339({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339({1'900'000'000}), "2030-03-17T17:46:40Z");
  EXPECT_EQ(parse_rfc3339("2030-03-17T17:46:40Z"), Time{1'900'000'000});
  EXPECT_EQ(parse_rfc3339("2028-02-29T00:00:00Z"), Time{1'835'395'200});
}

TEST(Rfc3339, RefusesAllElse) {
  for (const char* text : {"", "2030-03-17", "2030-03-17T17:46:40", "2030-03-17T17:46:40+01:00", "2030-3-17T17:46:40Z",
                           " 2030-03-17T17:46:40Z", "2030-03-17T17:46:40Z ", "2030-02-31T00:00:00Z",
                           "2030-03-17T25:00:00Z", "2030-03-17t17:46:40z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace sealcart
