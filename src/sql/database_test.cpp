// What holds for both databases.
#include "sql/database.h"

#include <array>
#include <limits>

#include "sql/test_database.h"

namespace sealcart::sql {
namespace {

const Statement create_item{
    "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT, body BLOB, price BIGINT CHECK (price >= 0))",
    "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT, body BYTEA, price BIGINT CHECK (price >= 0))"};
const Statement insert_item{"INSERT INTO item (id, name, body, price) VALUES ($1, $2, $3, $4)"};
const Statement insert_number{"INSERT INTO item (id) VALUES ($1)"};
const Statement select_item{"SELECT id, name, body, price FROM item WHERE id = $1"};
const Statement count_items{"SELECT COUNT(*) FROM item"};

class DatabaseTest : public testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override {
    if (GetParam() == Dialect::postgres) {
      SEALCART_SKIP_WITHOUT_POSTGRES();
      schema_.emplace();
      database_ = Database::open({schema_->url()});
    } else {
      database_ = Database::open({folder_.url()});
    }
    database_->write_now([](Connection& connection) { connection.execute(create_item); });
  }
  std::int64_t count() {
    return database_->read_now([](Connection& connection) { return connection.query(count_items).integer(0, 0); });
  }
  void insert(std::int64_t id) {
    database_->write_now([&](Connection& connection) { connection.execute(insert_number, {id}); });
  }

  TemporaryFolder folder_;
  std::optional<TemporarySchema> schema_;
  TestLoop loop_;
  std::unique_ptr<Database> database_;
};

INSTANTIATE_TEST_SUITE_P(Both, DatabaseTest, testing::Values(Dialect::sqlite, Dialect::postgres),
                         [](const auto& kind) { return kind.param == Dialect::sqlite ? "Sqlite" : "Postgres"; });

TEST_P(DatabaseTest, ValuesComeBackAsTheyWere) {
  std::string body;
  for (int c = 0; c < 256; ++c) body += static_cast<char>(c);
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  database_->write_now([&](Connection& connection) {
    connection.execute(insert_item, {least, "日本語 'quoted' \\", bytes_of(body), most});
  });
  const Rows rows = database_->read_now([&](Connection& connection) { return connection.query(select_item, {least}); });
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows.integer(0, 0), least);
  EXPECT_EQ(rows.text(0, 1), "日本語 'quoted' \\");
  EXPECT_EQ(rows.bytes(0, 2), body);
  EXPECT_EQ(rows.integer(0, 3), most);
}

TEST_P(DatabaseTest, NullAndEmptyAreDifferent) {
  database_->write_now([](Connection& connection) {
    connection.execute(insert_item, {1, nullptr, nullptr, nullptr});
    connection.execute(insert_item, {2, std::string_view(), Blob(), 0});
  });
  const auto select = [&](std::int64_t id) {
    return database_->read_now([&](Connection& connection) { return connection.query(select_item, {id}); });
  };
  const Rows nulls = select(1);
  for (std::size_t column = 1; column < 4; ++column) EXPECT_TRUE(nulls.null(0, column)) << column;
  const Rows empty = select(2);
  EXPECT_EQ(empty.text(0, 1), "");
  EXPECT_EQ(empty.bytes(0, 2), "");
  EXPECT_EQ(empty.integer(0, 3), 0);
  EXPECT_TRUE(select(3).empty());
  EXPECT_EQ(select(3).size(), 0u);
}

TEST_P(DatabaseTest, AParameterMayStandTwice) {
  static const Statement twice{"SELECT id FROM item WHERE id = $1 OR price = $1 OR name = $2 ORDER BY id"};
  database_->write_now([](Connection& connection) {
    connection.execute(insert_item, {7, "a", nullptr, 1});
    connection.execute(insert_item, {8, "b", nullptr, 7});
    connection.execute(insert_item, {9, "c", nullptr, 1});
  });
  database_->read_now([](Connection& connection) {
    EXPECT_EQ(connection.query(twice, {7, "none"}).size(), 2u);
    EXPECT_EQ(connection.query(twice, {7, "c"}).size(), 3u);  // again, with the same prepared statement
    EXPECT_EQ(connection.query(twice, {6, "none"}).size(), 0u);
  });
}

TEST_P(DatabaseTest, ExecuteCountsTheRowsChanged) {
  static const Statement raise{"UPDATE item SET price = 5 WHERE id <= $1"};
  static const Statement create{"CREATE TABLE other (id BIGINT)"};
  database_->write_now([](Connection& connection) {
    for (std::int64_t id = 1; id <= 3; ++id) EXPECT_EQ(connection.execute(insert_number, {id}), 1);
    EXPECT_EQ(connection.execute(raise, {2}), 2);
    EXPECT_EQ(connection.execute(create), 0);
    EXPECT_EQ(connection.execute(raise, {0}), 0);
  });
}

TEST_P(DatabaseTest, ReturningGivesRows) {
  static const Statement insert{"INSERT INTO item (id, price) VALUES ($1, $2) RETURNING id, price + 1"};
  const Rows rows = database_->write_now([](Connection& connection) {
    return connection.query(insert, {4, 3'000'000'000});
  });
  EXPECT_EQ(rows.integer(0, 0), 4);
  EXPECT_EQ(rows.integer(0, 1), 3'000'000'001);
  EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, ErrorsHaveTheirKind) {
  static const Statement nonsense{"SELECT nothing FROM nowhere"};
  insert(1);
  EXPECT_EQ(error_kind([&] { insert(1); }), Error::Kind::unique);
  EXPECT_EQ(error_kind([&] {
              database_->write_now([](Connection& c) { c.execute(insert_item, {2, nullptr, nullptr, -1}); });
            }),
            Error::Kind::constraint);
  EXPECT_EQ(error_kind([&] { database_->read_now([](Connection& c) { c.query(nonsense); }); }), Error::Kind::other);
  EXPECT_EQ(count(), 1);
  insert(2);
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseTest, AnExceptionKeepsNothing) {
  const auto write = [&] {
    database_->write_now([](Connection& connection) {
      connection.execute(insert_number, {1});
      throw std::domain_error("changed its mind");
    });
  };
  EXPECT_THROW(write(), std::domain_error);
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, ASwallowedErrorKeepsNothing) {
  const auto swallow = [](Connection& connection) {
    connection.execute(insert_number, {1});
    try {
      connection.execute(insert_number, {1});
    } catch (const Error&) {
    }
  };
  EXPECT_EQ(error_kind([&] { database_->write_now(swallow); }), Error::Kind::unique);
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AReadCannotWrite) {
  EXPECT_EQ(error_kind([&] { database_->read_now([](Connection& c) { c.execute(insert_number, {1}); }); }),
            Error::Kind::other);
  EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AReadSeesOneMoment) {
  insert(1);
  database_->read_now([&](Connection& connection) {
    EXPECT_EQ(connection.query(count_items).integer(0, 0), 1);
    insert(2);  // by another connection
    EXPECT_EQ(connection.query(count_items).integer(0, 0), 1);
  });
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseTest, AgainIsTriedAgainButNotForEver) {
  int tries = 0;
  database_->write_now([&](Connection& connection) {
    connection.execute(insert_number, {1});
    if (++tries < 3) throw Error(Error::Kind::again, "busy");
  });
  EXPECT_EQ(tries, 3);
  EXPECT_EQ(count(), 1);

  tries = 0;
  const auto never = [&](Connection&) {
    ++tries;
    throw Error(Error::Kind::again, "busy");
  };
  EXPECT_EQ(error_kind([&] { database_->write_now(never); }), Error::Kind::again);
  EXPECT_EQ(tries, 5);
  tries = 0;
  EXPECT_EQ(error_kind([&] { database_->read_now(never); }), Error::Kind::again);
  EXPECT_EQ(tries, 5);
}

TEST_P(DatabaseTest, TasksComeBackToTheirLoop) {
  bool finished = false;
  spawn([](Database& database, TestLoop& loop, bool& end) -> Task<void> {
    const auto rows =
        co_await database.write([](Connection& connection) { return connection.execute(insert_number, {1}); });
    EXPECT_EQ(rows, 1);
    EXPECT_EQ(Loop::current(), &loop);
    const auto counted =
        co_await database.read([](Connection& connection) { return connection.query(count_items).integer(0, 0); });
    EXPECT_EQ(counted, 1);
    EXPECT_EQ(Loop::current(), &loop);
    bool thrown = false;
    try {
      co_await database.write([](Connection& connection) { connection.execute(insert_number, {1}); });
    } catch (const Error& error) {
      thrown = error.kind == Error::Kind::unique;
    }
    EXPECT_TRUE(thrown);
    end = true;
  }(*database_, loop_, finished));
  loop_.run_until([&] { return finished; });
}

struct Insertion {
  std::int64_t id;
  bool inserted = false;
};

TEST_P(DatabaseTest, AGroupCommitsManyAtOnce) {
  static const Statement insert{"INSERT INTO item (id) VALUES ($1) ON CONFLICT DO NOTHING"};
  int batches = 0;  // only the committing thread touches it until all is answered
  Group<Insertion> group(*database_, [&](Connection& connection, std::span<Insertion* const> operations) {
    ++batches;
    EXPECT_LE(operations.size(), 128u);
    for (Insertion* operation : operations) {
      operation->inserted = connection.execute(insert, {operation->id}) == 1;
    }
  });
  std::array<Insertion, 200> operations{};
  int finished = 0;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    operations[i].id = static_cast<std::int64_t>(i / 2);
    spawn([](Group<Insertion>& to, Insertion& operation, int& count) -> Task<void> {
      co_await to.submit(operation);
      ++count;
    }(group, operations[i], finished));
  }
  loop_.run_until([&] { return finished == 200; });
  EXPECT_EQ(count(), 100);
  EXPECT_EQ(std::count_if(operations.begin(), operations.end(), [](const auto& o) { return o.inserted; }), 100);
  EXPECT_LE(batches, 10);
}

TEST_P(DatabaseTest, AFailingBatchTellsAllItsMembers) {
  const auto lane = database_->lane(
      [](Connection& connection, Database::Items items) {
        for (void* item : items) connection.execute(insert_number, {*static_cast<std::int64_t*>(item)});
      },
      128);
  Answers answers;
  std::int64_t numbers[] = {1, 1};
  std::int64_t later = 2;
  // Holds the lane's thread back until both are queued.
  const auto both = [&] {
    for (std::int64_t& number : numbers) lane->submit(&number, answers.done());
  };
  if (GetParam() == Dialect::sqlite) {
    database_->write_now([&](Connection&) { both(); });
  } else {
    both();
  }
  answers.await(2);
  lane->submit(&later, answers.done());
  answers.await(3);
  // On PostgreSQL the first may have gone alone.
  EXPECT_EQ(answers.failed() + static_cast<std::size_t>(count()), 3u);
  EXPECT_GE(answers.failed(), 1u);
}

TEST(DatabaseUrl, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(error_kind([] { Database::open({"mysql://host/name"}); }), Error::Kind::other);
  EXPECT_EQ(error_kind([] { Database::open({"sqlite:"}); }), Error::Kind::other);
  EXPECT_EQ(error_kind([] { Database::open({"sqlite:/nowhere/at/all.db"}); }), Error::Kind::other);
  EXPECT_EQ(error_kind([] { Database::open({"postgresql://127.0.0.1:1/none"}); }), Error::Kind::again);
}

}  // namespace
}  // namespace sealcart::sql
