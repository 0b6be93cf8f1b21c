// What is SQLite's own: groups, several processes on one file, sudden death, a full disk.
#include <atomic>
#include <csignal>
#include <deque>
#include <set>
#include <thread>

#include "sql/sqlite_writer.h"
#include "sql/test_database.h"

namespace sealcart::sql {
namespace {

const Statement create_item{"CREATE TABLE IF NOT EXISTS item (id BIGINT PRIMARY KEY, body BLOB)"};
const Statement insert_item{"INSERT INTO item (id, body) VALUES ($1, $2)"};
const Statement count_items{"SELECT COUNT(*) FROM item"};
const Statement find_item{"SELECT 1 FROM item WHERE id = $1"};
const Statement check_integrity{"PRAGMA integrity_check"};

std::int64_t count(Database& database) {
  return database.read_now([](Connection& connection) { return connection.query(count_items).integer(0, 0); });
}

std::string integrity(Database& database) {
  return database.read_now([](Connection& connection) { return connection.query(check_integrity).text(0, 0); });
}

Database::Work insertion(std::int64_t id, std::size_t size = 0) {
  return [id, body = std::string(size, 'x')](Connection& connection) {
    connection.execute(insert_item, {id, bytes_of(body)});
  };
}

class SqliteTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    database_ = Database::open({folder_.url()});
    database_->write_now([](Connection& connection) { connection.execute(create_item); });
  }
  // Runs `submit` while the writer is busy, so that all it submits makes one group.
  void in_one_group(const std::function<void()>& submit) {
    database_->write_now([&](Connection&) { submit(); });
  }

  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(SqliteTest, TheFileIsPrivate) {
  using std::filesystem::perms;
  for (const char* suffix : {"", "-wal", "-shm", ".writer"}) {
    EXPECT_EQ(std::filesystem::status(folder_.file() + suffix).permissions(), perms::owner_read | perms::owner_write)
        << suffix;
  }
}

TEST_F(SqliteTest, EveryConnectionIsSetUpForDurabilityAndDeletion) {
  const std::pair<Statement, std::int64_t> settings[] = {{{"PRAGMA synchronous"}, 2},
                                                         {{"PRAGMA foreign_keys"}, 1},
                                                         {{"PRAGMA secure_delete"}, 1},
                                                         {{"PRAGMA wal_autocheckpoint"}, 0}};
  const auto check = [&](Connection& connection) {
    static const Statement mode{"PRAGMA journal_mode"};
    EXPECT_EQ(connection.query(mode).text(0, 0), "wal");
    for (const auto& [statement, value] : settings) {
      EXPECT_EQ(connection.query(statement).integer(0, 0), value) << statement.text;
    }
  };
  database_->read_now(check);
  // wal_autocheckpoint reads as 0 also under the writer's own hook.
  database_->write_now(check);
}

TEST_F(SqliteTest, WhatWaitsIsOneGroup) {
  Answers answers;
  std::set<std::int64_t> seen;  // rows committed before each job: one number a group
  in_one_group([&] {
    for (std::int64_t id = 0; id < 200; ++id) {
      database_->start_write(
          [&, id](Connection& connection) {
            seen.insert(count(*database_));
            insertion(id)(connection);
          },
          answers.done());
    }
  });
  answers.await(200);
  EXPECT_EQ(answers.failed(), 0u);
  EXPECT_EQ(count(*database_), 200);
  EXPECT_EQ(seen, std::set<std::int64_t>{0});
}

TEST_F(SqliteTest, ConcurrentSubmittersShareGroups) {
  std::set<std::int64_t> seen;
  std::vector<std::thread> threads;
  for (std::int64_t t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = 0; i < 25; ++i) {
        database_->write_now([&](Connection& connection) {
          seen.insert(count(*database_));  // on the writer's thread only
          insertion(t * 100 + i)(connection);
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count(*database_), 400);
  EXPECT_LE(seen.size(), 200u);
}

TEST_F(SqliteTest, OneThatThrowsLeavesItsGroupAlone) {
  Answers good;
  Answers bad;
  const auto lane = database_->lane(
      [](Connection& connection, Database::Items items) {
        for (void* item : items) insertion (*static_cast<std::int64_t*>(item))(connection);
      },
      2);
  std::int64_t numbers[] = {10, 11, 12};
  in_one_group([&] {
    database_->start_write(insertion(1), good.done());
    database_->start_write(
        [](Connection& connection) {
          insertion(2)(connection);
          throw std::domain_error("changed its mind");
        },
        bad.done());
    for (std::int64_t& number : numbers) lane->submit(&number, good.done());
    database_->start_write(insertion(1), bad.done());
    database_->start_write(insertion(3), good.done());
  });
  good.await(5);
  bad.await(2);
  EXPECT_EQ(good.failed(), 0u);
  EXPECT_EQ(bad.failed(), 2u);
  EXPECT_EQ(count(*database_), 5);
}

TEST_F(SqliteTest, AFailingBatchLeavesTheOthersOfItsGroup) {
  Answers good;
  Answers bad;
  int tries = 0;
  const auto lane = database_->lane(
      [&](Connection& connection, Database::Items) {
        ++tries;
        insertion(2)(connection);
        throw std::domain_error("cannot");
      },
      128);
  int item = 0;
  in_one_group([&] {
    database_->start_write(insertion(1), good.done());
    lane->submit(&item, bad.done());
    lane->submit(&item, bad.done());
    database_->start_write(insertion(2), good.done());
  });
  good.await(2);
  bad.await(2);
  EXPECT_EQ(good.failed(), 0u);
  EXPECT_EQ(bad.failed(), 2u);
  EXPECT_EQ(tries, 1);
  EXPECT_EQ(count(*database_), 2);
}

TEST_F(SqliteTest, AFullDiskIsToldAndPasses) {
  static const Statement small{"PRAGMA max_page_count = 30"};
  static const Statement large{"PRAGMA max_page_count = 1000000"};
  const auto limit = [&](const Statement& statement) {
    database_->write_now([&](Connection& connection) { connection.query(statement); });
  };
  limit(small);
  EXPECT_EQ(error_kind([&] { database_->write_now(insertion(1, 1'000'000)); }), Error::Kind::full);
  EXPECT_EQ(count(*database_), 0);

  Answers good;
  Answers bad;
  in_one_group([&] {
    database_->start_write(insertion(2), good.done());
    database_->start_write(insertion(3, 1'000'000), bad.done());
    database_->start_write(insertion(4), good.done());
  });
  good.await(2);
  bad.await(1);
  EXPECT_EQ(good.failed(), 0u);
  EXPECT_EQ(bad.failed(), 1u);
  EXPECT_EQ(count(*database_), 2);

  limit(large);
  database_->write_now(insertion(5, 1'000'000));
  EXPECT_EQ(count(*database_), 3);
  EXPECT_EQ(integrity(*database_), "ok");
}

TEST_F(SqliteTest, TheLogIsCheckpointedAndStartsOver) {
  for (std::int64_t id = 0; id < 40; ++id) database_->write_now(insertion(id, 2'000'000));
  // 80 MB were written; the log is emptied after each 16 MB.
  EXPECT_LT(std::filesystem::file_size(folder_.file() + "-wal"), 25'000'000u);
  EXPECT_GT(std::filesystem::file_size(folder_.file()), 50'000'000u);
  EXPECT_EQ(integrity(*database_), "ok");
}

TEST_F(SqliteTest, WhatIsQueuedAtTheEndIsDone) {
  Answers answers;
  for (std::int64_t id = 0; id < 50; ++id) database_->start_write(insertion(id), answers.done());
  database_.reset();
  answers.await(50);
  EXPECT_EQ(answers.failed(), 0u);
  open();
  EXPECT_EQ(count(*database_), 50);
}

TEST_F(SqliteTest, SeveralProcessesMayWrite) {
  database_.reset();
  pid_t children[2];
  for (std::int64_t c = 0; c < 2; ++c) {
    children[c] = in_child([&] {
      open();
      for (std::int64_t i = 0; i < 250; ++i) database_->write_now(insertion(1000 * c + i, 60'000));
    });
  }
  open();
  for (std::int64_t i = 0; i < 100; ++i) {
    database_->write_now(insertion(5000 + i));
    EXPECT_GE(count(*database_), i);
  }
  for (const pid_t child : children) EXPECT_TRUE(ended_well(child));
  EXPECT_EQ(count(*database_), 600);
  EXPECT_EQ(integrity(*database_), "ok");
}

TEST_F(SqliteTest, WritesWaitForTheWritersLock) {
  static const Statement now{"SELECT 1"};
  std::atomic<bool> held = true;
  Answers answers;
  FileLock lock(folder_.file() + ".writer");
  lock.lock();
  for (int i = 0; i < 2; ++i) {
    database_->start_write([&](Connection&) { EXPECT_FALSE(held); }, answers.done());
  }
  // Time enough for a writer that does not wait; reads do not.
  for (int i = 0; i < 2000; ++i) database_->read_now([](Connection& connection) { connection.query(now); });
  held = false;
  lock.unlock();
  answers.await(2);
  EXPECT_EQ(answers.failed(), 0u);
}

// Writes rows from four threads and tells each number, once it is durable, through `out`.
void write_for_ever(Database& database, int out) {
  std::vector<std::thread> threads;
  for (std::int64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = 0;; ++i) {
        const std::int64_t id = t * 1'000'000 + i;
        database.write_now(insertion(id, 5'000));
        if (write(out, &id, sizeof id) != sizeof id) _exit(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(SqliteTest, WhatWasAcknowledgedSurvivesAKill) {
  for (std::int64_t round = 1; round <= 3; ++round) {
    database_.reset();
    std::filesystem::remove(folder_.file());
    std::filesystem::remove(folder_.file() + "-wal");
    std::filesystem::remove(folder_.file() + "-shm");
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = in_child([&] {
      open();
      write_for_ever(*database_, ends[1]);
    });
    close(ends[1]);
    std::vector<std::int64_t> acknowledged;
    std::int64_t id = 0;
    while (read(ends[0], &id, sizeof id) == sizeof id) {  // ends when the child is dead and all is read
      acknowledged.push_back(id);
      if (acknowledged.size() == static_cast<std::size_t>(211 * round)) kill(child, SIGKILL);
    }
    close(ends[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GE(acknowledged.size(), static_cast<std::size_t>(211 * round));
    open();
    database_->read_now([&](Connection& connection) {
      for (const std::int64_t number : acknowledged) {
        EXPECT_EQ(connection.query(find_item, {number}).size(), 1u) << number;
      }
    });
    EXPECT_EQ(integrity(*database_), "ok");
  }
}

TEST(GroupQueue, TakesInOrderAndEndsEmpty) {
  GroupQueue<int> queue(1000, 10);
  for (int i = 0; i < 5; ++i) queue.push(i);
  EXPECT_EQ(queue.take(3), (std::vector{0, 1, 2}));
  queue.close();
  EXPECT_EQ(queue.take(3), (std::vector{3, 4}));
  EXPECT_TRUE(queue.take(3).empty());
}

TEST(GroupQueue, WaitsOnlyUnderLoad) {
  constexpr auto wait = std::chrono::seconds(4);
  constexpr auto quiet = wait / 4;
  GroupQueue<int> queue(std::chrono::microseconds(wait).count(), 3);
  const auto take_time = [&] {
    const auto begin = std::chrono::steady_clock::now();
    queue.take(10);
    return std::chrono::steady_clock::now() - begin;
  };
  for (int i = 0; i < 20; ++i) {
    queue.push(i);
    EXPECT_LT(take_time(), quiet);  // idle: one at a time
    queue.note_company();
  }
  for (int i = 0; i < 3; ++i) queue.push(i);
  EXPECT_LT(take_time(), quiet);  // enough to go at once
  queue.push(1);
  EXPECT_GE(take_time(), quiet);  // there was company just now: it is awaited, though not for the whole time
}

// Runs its jobs when it is told to.
struct LoopByHand : Loop {
  std::deque<std::function<void()>> jobs;
  void post(std::function<void()> job) override { jobs.push_back(std::move(job)); }
  void post_after(int, std::function<void()>) override { std::abort(); }
  void run_one() {
    set_current(this);
    const auto job = std::move(jobs.front());
    jobs.pop_front();
    job();
    set_current(nullptr);
  }
};

TEST(GroupQueue, WaitsWhileALoopMayHaveMore) {
  constexpr auto longest = std::chrono::milliseconds(20);
  for (const int looks : {0, 1}) {
    LoopByHand loop;
    GroupQueue<int> queue(1000, 100, longest);
    loop.post([&] { queue.push(0); });
    loop.run_one();
    for (int i = 0; i < looks; ++i) loop.run_one();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(queue.take(100), std::vector{0});
    EXPECT_GE(std::chrono::steady_clock::now() - begin, longest) << looks;
  }
}

TEST(GroupQueue, DoesNotWaitForALoopAtRest) {
  LoopByHand loop;
  GroupQueue<int> queue(1000, 100, std::chrono::hours(1));
  for (int i = 0; i < 3; ++i) loop.post([&queue, i] { queue.push(i); });
  for (int i = 0; i < 4; ++i) loop.run_one();
  loop.post([&] { queue.push(3); });  // while the loop looks whether something came
  while (!loop.jobs.empty()) loop.run_one();
  EXPECT_EQ(queue.take(100), (std::vector{0, 1, 2, 3}));
}

TEST(GroupQueue, MayEndBeforeItsLoops) {
  LoopByHand loop;
  {
    GroupQueue<int> queue(1000, 100);
    loop.post([&queue] { queue.push(1); });
    loop.run_one();
  }
  while (!loop.jobs.empty()) loop.run_one();
}

}  // namespace
}  // namespace sealcart::sql
