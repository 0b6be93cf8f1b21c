#include "exchange/worker.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "sql/test_database.h"

namespace sealcart::exchange {
namespace {

TEST(Worker, GivesBackWhatTheWorkReturnsOrThrows) {
  sql::TestLoop loop;
  Worker worker;
  int sum = 0;
  bool thrown = false, done = false;
  spawn([](Worker& w, int& total, bool& caught, bool& ended) -> Task<void> {
    for (int i = 1; i <= 3; ++i) {
      const int one = co_await w.run([i] { return i; });
      total += one;
    }
    try {
      co_await w.run([] { throw std::runtime_error("no"); });
    } catch (const std::runtime_error&) {
      caught = true;
    }
    ended = true;
  }(worker, sum, thrown, done));
  loop.run_until([&] { return done; });
  EXPECT_EQ(sum, 6);
  EXPECT_TRUE(thrown);
}

TEST(Worker, StopsAtOnceWhenIdle) {
  Worker worker;
  worker.stop();
  worker.stop();
}

}  // namespace
}  // namespace sealcart::exchange
