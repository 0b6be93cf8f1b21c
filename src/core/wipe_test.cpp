#include "core/wipe.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

TEST(Wipe, EmptiesAStringAndWhatItHeldBefore) {
  std::string text(100, 'x');
  text.resize(3);
  const char* const where = text.data();
  wipe(text);
  EXPECT_TRUE(text.empty());
  text.resize(100);  // fits: the same memory
  ASSERT_EQ(text.data(), where);
  EXPECT_EQ(text, std::string(100, '\0'));
}

}  // namespace
}  // namespace sealcart
