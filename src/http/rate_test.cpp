#include "http/rate.h"

#include <gtest/gtest.h>

namespace sealcart::http {

TEST(RateLimit, LetsABurstThroughAndThenTheRate) {
  RateLimit rate(10, 3);
  EXPECT_TRUE(rate.take(1, 0));
  EXPECT_TRUE(rate.take(1, 0));
  EXPECT_TRUE(rate.take(1, 0));
  EXPECT_FALSE(rate.take(1, 0));
  EXPECT_TRUE(rate.take(2, 0));  // another address
  EXPECT_FALSE(rate.take(1, 99));
  EXPECT_TRUE(rate.take(1, 100));
  EXPECT_FALSE(rate.take(1, 100));
}

TEST(RateLimit, ZeroIsUnbounded) {
  RateLimit rate(0, 0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(rate.take(1, 0));
}

TEST(RateLimit, StaysBoundedUnderManyAddresses) {
  RateLimit rate(1, 2);
  for (RateLimit::Key key = 0; key < 70'000; ++key) rate.take(key, 1'000'000);
  // The table is full: newcomers share one bucket, which the loop above has emptied.
  EXPECT_FALSE(rate.take(1'000'000, 1'000'000));
  // Later the old ones are forgotten.
  EXPECT_TRUE(rate.take(1'000'001, 1'020'000));
}

TEST(RateLimit, TakesAnIpv6NetworkForOneAddress) {
  auto key = [](const char* text) { return RateLimit::key(boost::asio::ip::make_address(text)); };
  EXPECT_EQ(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
  EXPECT_NE(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
  EXPECT_NE(key("127.0.0.1"), key("127.0.0.2"));
}

}  // namespace sealcart::http
