#include "exchange/password_workers.h"

#include <gtest/gtest.h>

#include <functional>

#include "seal/secret.h"

namespace sealcart::exchange {
namespace {

// Runs posted jobs on the thread that calls run_until().
class TestLoop : public Loop {
 public:
  TestLoop() { set_current(this); }
  ~TestLoop() override { set_current(nullptr); }
  void post(std::function<void()> job) override {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_one();
  }
  void post_after(int, std::function<void()>) override { std::abort(); }
  void run_until(const std::function<bool()>& done) {
    while (!done()) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !jobs_.empty(); });
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
};

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
  TestLoop loop_;
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
