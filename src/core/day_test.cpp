#include "core/day.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

TEST(Day, IsReadAsPeopleTypeIt) {
  EXPECT_EQ(parse_day("1970-01-01"), Time{0});
  EXPECT_EQ(parse_day("2026-11-28"), Time{1795824000});
  EXPECT_EQ(parse_day("2024-02-29"), Time{1709164800});
  for (const char* wrong : {"", "2026-11-31", "2026-13-01", "2025-02-29", "2026-1-01", "2026/11/28", "1969-12-31",
                            "2100-01-01", "2026-11-28 ", "20x6-11-28", "2026-00-10"}) {
    EXPECT_FALSE(parse_day(wrong)) << wrong;
  }
}

TEST(Day, BeginsAtMidnight) {
  EXPECT_EQ(day_of({1795824000}), Time{1795824000});
  EXPECT_EQ(day_of({1795824000 + 86399}), Time{1795824000});
}

}  // namespace
}  // namespace sealcart
