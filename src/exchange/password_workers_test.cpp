#include "exchange/password_workers.h"

#include <gtest/gtest.h>

#include <functional>

#include "seal/secret.h"
#include "sql/test_database.h"

namespace sealcart::exchange {
namespace {

class PasswordWorkersTest : public testing::Test {
 protected:
  void verify(PasswordWorkers& workers, std::optional<std::string> hash, std::string password) {
    auto seat = workers.reserve();
    ASSERT_TRUE(seat);
    spawn([](PasswordWorkers& w, PasswordWorkers::Seat s, std::optional<std::string> h, std::string p,
             std::vector<bool>& answers) -> Task<void> {
      answers.push_back(co_await w.verify(std::move(s), std::move(h), std::move(p)));
    }(workers, std::move(*seat), std::move(hash), std::move(password), answers_));
  }
  sql::TestLoop loop_;
  std::vector<bool> answers_;
  const std::string hash_ = seal::hash_password("right password");
};

TEST_F(PasswordWorkersTest, TellsRightFromWrongAndKnowsNobodyWithoutAHash) {
  PasswordWorkers workers(1, 3);
  verify(workers, hash_, "right password");
  verify(workers, hash_, "wrong password");
  verify(workers, std::nullopt, "right password");
  loop_.run_until([&] { return answers_.size() == 3; });
  EXPECT_EQ(answers_, (std::vector<bool>{true, false, false}));
}

TEST_F(PasswordWorkersTest, RefusesWhenFullAndTakesAgainAfterwards) {
  PasswordWorkers workers(1, 2);
  for (int i = 0; i < 3; ++i) verify(workers, hash_, "right password");
  EXPECT_FALSE(workers.reserve()) << "one being checked and two waiting are all";
  loop_.run_until([&] { return answers_.size() == 3; });
  EXPECT_TRUE(workers.reserve());
}

TEST_F(PasswordWorkersTest, AReservedSeatCountsUntilItIsGivenBack) {
  PasswordWorkers workers(1, 0);
  {
    const auto seat = workers.reserve();
    EXPECT_TRUE(seat);
    EXPECT_FALSE(workers.reserve());
  }
  EXPECT_TRUE(workers.reserve());
}

TEST_F(PasswordWorkersTest, StopChecksWhatIsQueued) {
  PasswordWorkers workers(1, 2);
  for (int i = 0; i < 3; ++i) verify(workers, hash_, "right password");
  workers.stop();
  loop_.run_until([&] { return answers_.size() == 3; });
  EXPECT_EQ(answers_, (std::vector<bool>{true, true, true}));
}

}  // namespace
}  // namespace sealcart::exchange
