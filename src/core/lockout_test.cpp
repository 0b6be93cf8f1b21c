#include "core/lockout.h"

#include <gtest/gtest.h>

namespace sealcart {
namespace {

constexpr Time start{1'800'000'000};

Tries after(int tries, Time now) {
  Tries state;
  for (int i = 0; i < tries; ++i) {
    const CountedTry counted = count_try(state, password_tries, now);
    EXPECT_TRUE(counted.allowed) << i;
    state = counted.tries;
  }
  return state;
}

TEST(Lockout, TenTriesThenLockedForThirtyMinutes) {
  const Tries nine = after(9, start);
  EXPECT_EQ(tries_left(nine, password_tries, start), 1);
  EXPECT_EQ(minutes_locked(nine, start), 0);
  const Tries ten = after(10, start);
  EXPECT_EQ(tries_left(ten, password_tries, start), 0);
  EXPECT_EQ(minutes_locked(ten, start), 30);
  const CountedTry eleventh = count_try(ten, password_tries, start + 1799);
  EXPECT_FALSE(eleventh.allowed);
  EXPECT_EQ(eleventh.tries, ten) << "a refused try must not prolong the lock";
  EXPECT_EQ(minutes_locked(ten, start + 1799), 1);
}

TEST(Lockout, StartsAfreshAfterTheLock) {
  const CountedTry counted = count_try(after(10, start), password_tries, start + 1800);
  EXPECT_TRUE(counted.allowed);
  EXPECT_EQ(counted.tries.failures, 1);
  EXPECT_EQ(counted.tries.locked_until, Time{});
}

TEST(Lockout, ForgetsADayAfterTheLastTry) {
  const Tries nine = after(9, start);
  EXPECT_EQ(count_try(nine, password_tries, start + 86'399).tries.failures, 10);
  EXPECT_EQ(count_try(nine, password_tries, start + 86'400).tries.failures, 1);
}

}  // namespace
}  // namespace sealcart
