// What is PostgreSQL's own: arrays, types of results, lost connections.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "sql/test_database.h"

namespace sealcart::sql {
namespace {

const Statement create_item{"CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT, body BYTEA)"};
const Statement insert_item{"INSERT INTO item (id) VALUES ($1)"};
const Statement count_items{"SELECT COUNT(*) FROM item"};
// Ends every connection of this test but the one that asks.
const Statement end_connections{
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()"};

class PostgresTest : public testing::Test {
 protected:
  void SetUp() override {
    SEALCART_SKIP_WITHOUT_POSTGRES();
    schema_.emplace();
    database_ = Database::open({schema_->url()});
    database_->write_now([](Connection& connection) { connection.execute(create_item); });
  }
  std::int64_t count() {
    return database_->read_now([](Connection& connection) { return connection.query(count_items).integer(0, 0); });
  }

  std::optional<TemporarySchema> schema_;
  std::unique_ptr<Database> database_;
};

TEST_F(PostgresTest, ArraysBecomeRows) {
  static const Statement insert{
      "INSERT INTO item (id, name, body) SELECT * FROM unnest($1::int8[], $2::text[], $3::bytea[])"};
  static const Statement select{"SELECT id, name, body FROM item ORDER BY id"};
  const std::string zeros("\0\xff\\{}\",", 7);
  const std::int64_t ids[] = {-9'000'000'000, 0, 7};
  const std::string_view names[] = {"a,b\"c\\d{e}'", "", "NULL"};
  const Blob bodies[] = {bytes_of(zeros), Blob(), bytes_of("x")};
  const auto changed = database_->write_now([&](Connection& connection) {
    return connection.execute(insert, {std::span<const std::int64_t>(ids), std::span<const std::string_view>(names),
                                       std::span<const Blob>(bodies)});
  });
  EXPECT_EQ(changed, 3);
  const Rows rows = database_->read_now([](Connection& connection) { return connection.query(select); });
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(rows.integer(i, 0), ids[i]);
    EXPECT_EQ(rows.text(i, 1), names[i]);
    EXPECT_EQ(rows.bytes(i, 2), std::string(reinterpret_cast<const char*>(bodies[i].data()), bodies[i].size()));
  }
  const auto none = database_->write_now([&](Connection& connection) {
    return connection.execute(
        insert, {std::span<const std::int64_t>(), std::span<const std::string_view>(), std::span<const Blob>()});
  });
  EXPECT_EQ(none, 0);
}

TEST_F(PostgresTest, ResultsAreReadByType) {
  static const Statement select{
      "SELECT 2::int2, -4::int4, true, false, SUM(x), 1.5::numeric, 'a'::varchar, '\\x00ff'::bytea, NULL::int8 "
      "FROM (VALUES (3::int8), (4)) v (x)"};
  const Rows rows = database_->read_now([](Connection& connection) { return connection.query(select); });
  const std::int64_t integers[] = {2, -4, 1, 0, 7};
  for (std::size_t i = 0; i < std::size(integers); ++i) EXPECT_EQ(rows.integer(0, i), integers[i]) << i;
  EXPECT_EQ(rows.text(0, 5), "1.5");
  EXPECT_EQ(rows.text(0, 6), "a");
  EXPECT_EQ(rows.bytes(0, 7), std::string("\0\xff", 2));
  EXPECT_TRUE(rows.null(0, 8));
}

TEST_F(PostgresTest, ATextWithNulIsRefused) {
  static const Statement name{"UPDATE item SET name = $1"};
  const auto write = [&] {
    database_->write_now([](Connection& connection) { connection.execute(name, {std::string_view("a\0b", 3)}); });
  };
  EXPECT_EQ(error_kind(write), Error::Kind::constraint);
}

TEST_F(PostgresTest, ErrorsQuoteNoValues) {
  static const Statement insert{"INSERT INTO item (id, name) VALUES ($1, $2)"};
  static const Statement cast{"SELECT CAST(CAST($1 AS TEXT) AS BIGINT)"};
  const auto message = [&](const Statement& statement, std::vector<Param> params) -> std::string {
    try {
      database_->write_now(
          [&](Connection& connection) { connection.query(statement, std::span<const Param>(params)); });
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(message(insert, {std::int64_t{424242}, "a secret"}), "none");
  for (const std::string& text : {message(insert, {std::int64_t{424242}, "a secret"}), message(cast, {"a secret"})}) {
    EXPECT_TRUE(text.starts_with("PostgreSQL 2")) << text;
    EXPECT_EQ(text.find("424242"), text.npos) << text;
    EXPECT_EQ(text.find("secret"), text.npos) << text;
  }
}

TEST_F(PostgresTest, ConnectionsComeBack) {
  int committed = 0;
  const auto lane = database_->lane(
      [&](Connection& connection, Database::Items items) {
        ++committed;
        for (void* item : items) connection.execute(insert_item, {*static_cast<std::int64_t*>(item)});
      },
      8);
  Answers answers;
  std::int64_t first = 1;
  std::int64_t second = 2;
  lane->submit(&first, answers.done());
  answers.await(1);
  const auto all = Database::open({schema_->url(), 1});
  EXPECT_GE(all->write_now([](Connection& connection) { return connection.query(end_connections).size(); }), 2u);
  lane->submit(&second, answers.done());
  answers.await(2);
  EXPECT_EQ(answers.failed(), 0u);
  EXPECT_EQ(committed, 3);  // once in vain
  for (int i = 0; i < 8; ++i) EXPECT_EQ(count(), 2);
}

TEST_F(PostgresTest, AConnectionLostWithinATransactionIsRetried) {
  const auto other = Database::open({schema_->url(), 1});
  int tries = 0;
  database_->write_now([&](Connection& connection) {
    connection.execute(insert_item, {1});
    if (++tries == 1) other->write_now([](Connection& c) { c.query(end_connections); });
    connection.execute(insert_item, {2});
  });
  EXPECT_EQ(tries, 2);
  EXPECT_EQ(count(), 2);
}

TEST_F(PostgresTest, AConnectionLostDuringCommitIsNotRetried) {
  static const Statement create_function{
      "CREATE FUNCTION end_oneself() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"};
  static const Statement create_trigger{
      "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION end_oneself()"};
  database_->write_now([](Connection& connection) {
    connection.execute(create_function);
    connection.execute(create_trigger);
  });
  int tries = 0;
  const auto write = [&] {
    database_->write_now([&](Connection& connection) {
      ++tries;
      connection.execute(insert_item, {1});
    });
  };
  EXPECT_EQ(error_kind(write), Error::Kind::other);
  EXPECT_EQ(tries, 1);
  EXPECT_EQ(count(), 0);
}

TEST_F(PostgresTest, ADeferredConstraintIsToldAtCommit) {
  static const Statement create{"CREATE TABLE part (item BIGINT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)"};
  static const Statement insert{"INSERT INTO part (item) VALUES ($1)"};
  database_->write_now([](Connection& connection) { connection.execute(create); });
  EXPECT_EQ(error_kind([&] { database_->write_now([](Connection& c) { c.execute(insert, {5}); }); }),
            Error::Kind::constraint);
}

TEST_F(PostgresTest, ADeadlockIsRetried) {
  static const Statement lock_row{"SELECT 1 FROM item WHERE id = $1 FOR UPDATE"};
  database_->write_now([](Connection& connection) {
    connection.execute(insert_item, {1});
    connection.execute(insert_item, {2});
  });
  std::mutex mutex;
  std::condition_variable changed;
  int holding = 0;  // transactions that hold their first row
  std::atomic<int> tries = 0;
  const auto lock_both = [&](std::int64_t first, std::int64_t second) {
    database_->write_now([&](Connection& connection) {
      ++tries;
      connection.query(lock_row, {first});
      {
        std::unique_lock lock(mutex);
        ++holding;
        changed.notify_all();
        changed.wait(lock, [&] { return holding >= 2; });
      }
      connection.query(lock_row, {second});
    });
  };
  std::thread other([&] { lock_both(2, 1); });
  lock_both(1, 2);
  other.join();
  EXPECT_EQ(tries, 3);
}

TEST_F(PostgresTest, ALaneCommitsWhatWaitsAsOneTransaction) {
  static const Statement transaction{"SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)"};
  std::set<std::int64_t> transactions;
  const auto lane = database_->lane(
      [&](Connection& connection, Database::Items items) {
        transactions.insert(connection.query(transaction).integer(0, 0));
        for (void* item : items) connection.execute(insert_item, {*static_cast<std::int64_t*>(item)});
      },
      50);
  Answers answers;
  std::int64_t ids[200];
  for (std::int64_t i = 0; i < 200; ++i) ids[i] = i;
  for (std::int64_t& id : ids) lane->submit(&id, answers.done());
  answers.await(200);
  EXPECT_EQ(answers.failed(), 0u);
  EXPECT_EQ(count(), 200);
  EXPECT_GE(transactions.size(), 4u);
  EXPECT_LE(transactions.size(), 12u);
}

TEST_F(PostgresTest, AStatementWhoseResultChangedIsPreparedAgain) {
  static const Statement select{"SELECT * FROM item"};
  static const Statement add{"ALTER TABLE item ADD COLUMN more BIGINT"};
  const auto single = Database::open({schema_->url(), 1});
  const auto columns = [&] {
    return single->read_now([](Connection& connection) { return connection.query(select).columns_; });
  };
  EXPECT_EQ(columns(), 3u);
  database_->write_now([](Connection& connection) { connection.execute(add); });
  EXPECT_EQ(columns(), 4u);
}

}  // namespace
}  // namespace sealcart::sql
