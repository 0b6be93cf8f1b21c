#include "exchange/meetings.h"

#include <gtest/gtest.h>

#include "exchange/store/partner_connections.h"
#include "exchange/store/partners.h"
#include "sql/test_database.h"

namespace sealcart::exchange {
namespace {

struct TestClock final : Clock {
  Time now() const override { return time; }
  Time time{1000};
};

class MeetingsTest : public testing::Test {
 protected:
  MeetingsTest() : database_(sql::Database::open({.url = folder_.url()})), partners_(*database_, clock_) {
    database_->migrate(store::migrations());
    database_->write_now([](sql::Connection& c) {
      store::save_partner(c,
                          {"credit-a", "credit", "A", "", "", "https://a.localhost:1", "https://a.localhost:2",
                           "https://a.localhost:1/pay", "", "{\"keys\":[]}", true},
                          {1});
    });
    partners_.read();
  }
  void note(const std::string& outcome, const std::string& host = "a.localhost", bool to_partner = true) {
    meetings_.note({host, to_partner, {.protocol = "TLSv1.3"}, outcome});
  }
  // What is noted of the partner after a tick, the newest first.
  std::string written() {
    bool done = false;
    spawn([](Meetings& meetings, bool& finished) -> Task<void> {
      co_await meetings.write();
      finished = true;
    }(meetings_, done));
    loop_.run_until([&] { return done; });
    std::string all;
    for (const auto& row : database_->read_now([](sql::Connection& c) { return store::connections(c, "credit-a"); })) {
      all += (all.empty() ? "" : " ") + std::to_string(row.at.seconds) + (row.to_partner ? ">" : "<") + row.outcome;
    }
    return all;
  }

  sql::TemporaryFolder folder_;
  sql::TestLoop loop_;
  TestClock clock_;
  std::unique_ptr<sql::Database> database_;
  Partners partners_;
  Meetings meetings_{*database_, partners_, clock_};
};

TEST_F(MeetingsTest, AreWrittenOnceAMinuteForEachDirection) {
  EXPECT_EQ(written(), "");
  note("ok");
  note("ok", "nobody.localhost");
  note("ok", "a.localhost", false);
  EXPECT_EQ(written(), "1000>ok 1000<ok");
  clock_.time = {1030};
  note("ok");
  EXPECT_EQ(written(), "1000>ok 1000<ok") << "within the minute";
  clock_.time = {1060};
  EXPECT_EQ(written(), "1030>ok 1000>ok 1000<ok");
  EXPECT_EQ(written(), "1030>ok 1000>ok 1000<ok");
}

TEST_F(MeetingsTest, AFailureIsNotHiddenByWhatCameAfter) {
  note("ok");
  note("partner-certificate");
  clock_.time = {1001};
  note("ok");
  EXPECT_EQ(written(), "1000>partner-certificate");
}

}  // namespace
}  // namespace sealcart::exchange
