#include <gtest/gtest.h>

#include "core/day.h"
#include "core/rfc3339.h"
#include "credit/desk/runs.h"
#include "credit/store/captures.h"
#include "credit/store/statements.h"
#include "credit/store/test_bank.h"
#include "sql/migrations.h"

namespace sealcart::credit {
namespace {

Time at(const char* time) { return parse_rfc3339(time).value(); }

class BillRun : public testing::TestWithParam<std::string> {
 protected:
  BillRun() { bank.database->migrate(sql::migrations("desk")); }
  ~BillRun() override { EXPECT_TRUE(set_time_zone("UTC")); }

  void captured(const std::string& number, std::int64_t amount, const char* when) {
    std::vector<store::Settle> one{bank.purchase(card, amount, number)};
    bank.settle_together(one, 1);
    const store::ClaimTaken claim{"mall", one[0].receipt_key, number, {amount, store::yen}, true, "evidence"};
    EXPECT_TRUE(bank.database->write_now(
        [&](sql::Connection& c) { return store::take_claim(c, claim, terms.fees, at(when)); }));
  }
  // How many statements a run until that day makes, at noon of it in UTC.
  std::int64_t billed(const std::string& day) {
    const Asker asker{"test", at((day + "T12:00:00Z").c_str())};
    return run_billing(*bank.database, terms, bill_until(day).value(), asker).value().statements;
  }
  // The newest statement's amounts, in order.
  std::vector<std::int64_t> amounts() {
    return bank.database->read_now([&](sql::Connection& c) {
      std::vector<std::int64_t> found;
      const auto newest = store::list_statements(c, {.most = 1}, store::now);
      for (const auto& line : store::statement_lines(c, newest.at(0).id)) found.push_back(line.amount);
      return found;
    });
  }

  store::TestBank bank{GetParam()};
  Terms terms;
  std::int64_t card = bank.card(100'000);
};
INSTANTIATE_TEST_SUITE_P(Databases, BillRun, testing::ValuesIn(sql::databases()), sql::database_name);

TEST_P(BillRun, EndsWhereTheDayOfTheZoneBegins) {
  ASSERT_TRUE(set_time_zone("Asia/Tokyo"));
  captured("last", 100, "2026-10-31T14:59:59Z");
  captured("first", 20, "2026-10-31T15:00:00Z");
  EXPECT_EQ(billed("2026-11-01"), 1);
  EXPECT_EQ(amounts(), (std::vector<std::int64_t>{100}));
  EXPECT_EQ(billed("2026-12-01"), 1);
  EXPECT_EQ(amounts(), (std::vector<std::int64_t>{20}));
}

TEST_P(BillRun, ADayOf25HoursIsBilledWhole) {
  ASSERT_TRUE(set_time_zone("Europe/Berlin"));
  captured("last hour", 100, "2026-10-25T22:59:59Z");
  captured("next day", 20, "2026-10-25T23:00:00Z");
  EXPECT_EQ(billed("2026-10-26"), 1);
  EXPECT_EQ(amounts(), (std::vector<std::int64_t>{100}));
}

TEST_P(BillRun, IsDueAtTheSameTimeOfDayOverAChangeOfClocks) {
  ASSERT_TRUE(set_time_zone("Europe/Berlin"));
  captured("one", 100, "2026-10-19T12:00:00Z");
  EXPECT_EQ(billed("2026-10-20"), 1);
  const auto newest =
      bank.database->read_now([](sql::Connection& c) { return store::list_statements(c, {.most = 1}, store::now); });
  EXPECT_EQ(rfc3339(newest.at(0).due), "2026-11-03T13:00:00Z");
}

// A day that was billed stays billed, whichever way its begin moves, and every line is on one statement.
TEST_P(BillRun, ADayIsBilledOnceThoughTheZoneIsSetLater) {
  captured("before", 100, "2026-10-31T23:59:59Z");
  captured("after", 20, "2026-11-01T02:00:00Z");
  EXPECT_EQ(billed("2026-11-01"), 1);
  EXPECT_EQ(amounts(), (std::vector<std::int64_t>{100}));
  for (const char* zone : {"America/New_York", "Asia/Tokyo", "UTC"}) {
    ASSERT_TRUE(set_time_zone(zone));
    EXPECT_EQ(billed("2026-11-01"), 0) << zone;
  }
  const auto runs = bank.database->read_now([](sql::Connection& c) { return store::list_bill_runs(c, 10); });
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(rfc3339(runs[0].until), "2026-11-01T00:00:00Z");
  ASSERT_TRUE(set_time_zone("America/New_York"));
  captured("later", 3, "2026-12-01T04:59:59Z");
  EXPECT_EQ(billed("2026-12-01"), 1);
  EXPECT_EQ(amounts(), (std::vector<std::int64_t>{20, 3}));
}

TEST_P(BillRun, IsUntilADayThatHasCome) {
  ASSERT_TRUE(set_time_zone("Asia/Tokyo"));
  const Time until = bill_until("2026-11-01").value();
  EXPECT_EQ(run_billing(*bank.database, terms, until, {"test", until - 1}).error().code, "bill-until");
  EXPECT_TRUE(run_billing(*bank.database, terms, until, {"test", until}));
  for (const char* wrong : {"", "2026-11-31", "tomorrow"}) EXPECT_EQ(bill_until(wrong).error().code, "bill-until");
}

}  // namespace
}  // namespace sealcart::credit
