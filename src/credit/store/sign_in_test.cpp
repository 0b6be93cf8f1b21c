#include "credit/store/sign_in.h"

#include "credit/store/test_bank.h"

namespace sealcart::credit::store {
namespace {

class SignInStore : public testing::TestWithParam<std::string> {
 protected:
  TestBank bank{GetParam()};
  seal::Digest subject = bank.secrets.customer_subject("someone");
  CountedTry count(Time at = now) {
    return bank.database->write_now([&](sql::Connection& c) { return count_try(c, subject, password_tries, at); });
  }
};
INSTANTIATE_TEST_SUITE_P(Databases, SignInStore, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(SignInStore, SixtyFourGuessesAtOnceGetTenTries) {
  std::atomic<int> allowed{0};
  std::vector<std::thread> guessers;
  for (int i = 0; i < 8; ++i) {
    guessers.emplace_back([&] {
      for (int guess = 0; guess < 8; ++guess) allowed += count().allowed ? 1 : 0;
    });
  }
  for (std::thread& guesser : guessers) guesser.join();
  EXPECT_EQ(allowed, 10);
  EXPECT_EQ(minutes_locked(count().tries, now), 30);
}

TEST_P(SignInStore, ARightPasswordForgetsTheWrongOnes) {
  for (int i = 0; i < 9; ++i) EXPECT_TRUE(count().allowed);
  bank.database->write_now([&](sql::Connection& c) { forget_tries(c, subject); });
  EXPECT_EQ(count().tries.failures, 1);
}

TEST_P(SignInStore, PruningKeepsWhatStillCounts) {
  for (int i = 0; i < 10; ++i) count();
  const auto prune = [&](Time at) { bank.database->write_now([&](sql::Connection& c) { prune_tries(c, at); }); };
  const auto failures = [&] {
    return bank.database->read_now([&](sql::Connection& c) { return tries(c, subject).failures; });
  };
  prune(now + 86'400);
  EXPECT_EQ(failures(), 10);
  prune(now + 86'401);
  EXPECT_EQ(failures(), 0);
}

}  // namespace
}  // namespace sealcart::credit::store
