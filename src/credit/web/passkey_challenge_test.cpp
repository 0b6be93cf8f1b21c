#include "credit/web/passkey_challenge.h"

#include <gtest/gtest.h>

#include "seal/sign.h"

namespace sealcart::credit {
namespace {

constexpr Time now{1'800'000'000};

class PasskeyChallengeTest : public testing::Test {
 protected:
  const seal::Secret secret_ = seal::Secret::generate(seal::system_random());
};

TEST_F(PasskeyChallengeTest, PaymentsAreBoundToTheirRequest) {
  const std::string challenge = payment_challenge(secret_, "request", now);
  EXPECT_TRUE(answers_payment(secret_, challenge, "request", now));
  EXPECT_FALSE(answers_payment(secret_, challenge, "another request", now));
  EXPECT_NE(challenge, payment_challenge(secret_, "request", now));
}

TEST_F(PasskeyChallengeTest, ExpireAfterFiveMinutes) {
  const std::string payment = payment_challenge(secret_, "request", now);
  EXPECT_TRUE(answers_payment(secret_, payment, "request", now + challenge_seconds - 1));
  EXPECT_FALSE(answers_payment(secret_, payment, "request", now + challenge_seconds));
  const std::string registration = registration_challenge(secret_, "customer", now);
  EXPECT_TRUE(registering_customer(secret_, registration, now + challenge_seconds - 1));
  EXPECT_FALSE(registering_customer(secret_, registration, now + challenge_seconds));
}

TEST_F(PasskeyChallengeTest, RegistrationsNameTheCustomer) {
  EXPECT_EQ(registering_customer(secret_, registration_challenge(secret_, "customer", now), now), "customer");
}

TEST_F(PasskeyChallengeTest, OneKindIsNotTheOther) {
  EXPECT_FALSE(answers_payment(secret_, registration_challenge(secret_, "request", now), "request", now));
  EXPECT_FALSE(registering_customer(secret_, payment_challenge(secret_, "", now), now));
}

TEST_F(PasskeyChallengeTest, AnotherServersAreRefused) {
  const seal::Secret another = seal::Secret::generate(seal::system_random());
  EXPECT_FALSE(answers_payment(secret_, payment_challenge(another, "request", now), "request", now));
  EXPECT_FALSE(registering_customer(secret_, "", now));
  EXPECT_FALSE(registering_customer(secret_, "AAAA", now));
}

TEST_F(PasskeyChallengeTest, UserHandlesTellCustomersApart) {
  EXPECT_EQ(user_handle(secret_, "one").size(), 32u);
  EXPECT_EQ(user_handle(secret_, "one"), user_handle(secret_, "one"));
  EXPECT_NE(user_handle(secret_, "one"), user_handle(secret_, "two"));
}

}  // namespace
}  // namespace sealcart::credit
