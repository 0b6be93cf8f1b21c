#include "core/bytes.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

TEST(Bytes, ForPeople) {
  EXPECT_EQ(bytes_text(0), "0 KiB");
  EXPECT_EQ(bytes_text(1), "1 KiB");
  EXPECT_EQ(bytes_text(1025), "2 KiB");
  EXPECT_EQ(bytes_text(5 << 19), "2.5 MiB");
  EXPECT_EQ(bytes_text(std::int64_t{2} << 30), "2.0 GiB");
}

}  // namespace
}  // namespace sealcart
