// What the tests of this folder start from: an empty database of either kind, and an event loop.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/task.h"
#include "sql/database.h"

namespace sealcart::sql {

// URI of the PostgreSQL server to test against; null: those tests are skipped. `tests/postgres start` makes one.
inline const char* postgres_uri() { return std::getenv("SEALCART_TEST_POSTGRES"); }

#define SEALCART_SKIP_WITHOUT_POSTGRES() \
  if (postgres_uri() == nullptr) GTEST_SKIP() << "SEALCART_TEST_POSTGRES holds no URI of a PostgreSQL server"

inline Blob bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// A folder that is deleted with all in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "sealcart-sql.XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) std::abort();
    path_ = path;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::string file() const { return path_ + "/test.db"; }
  std::string url() const { return "sqlite:" + file(); }

 private:
  std::string path_;
};

// A schema of its own on the PostgreSQL server, dropped in the end.
class TemporarySchema {
 public:
  TemporarySchema() : name_("sealcart_" + std::to_string(getpid()) + "_" + std::to_string(++count_)) {
    run("CREATE SCHEMA " + name_);
  }
  ~TemporarySchema() { run("DROP SCHEMA IF EXISTS " + name_ + " CASCADE"); }
  // All connections opened by it also bear the schema's name as application_name.
  std::string url() const {
    const std::string base = postgres_uri();
    return base + (base.find('?') == base.npos ? "?" : "&") + "options=-csearch_path%3D" + name_ +
           "&application_name=" + name_;
  }
  const std::string& name() const { return name_; }

 private:
  static void run(const std::string& text) {
    const Statement statement{text.c_str()};
    Database::open({postgres_uri(), 1})->write_now([&](Connection& connection) { connection.execute(statement); });
  }

  static inline int count_ = 0;
  const std::string name_;
};

// What tests on both kinds of database take as their parameter: "sqlite", and "postgres" where there is a server.
inline std::vector<std::string> databases() {
  std::vector<std::string> kinds{"sqlite"};
  if (postgres_uri() != nullptr) kinds.emplace_back("postgres");
  return kinds;
}
inline std::string database_name(const testing::TestParamInfo<std::string>& tested) { return tested.param; }

// The address of an empty database of that kind, which goes at the end.
class TestDatabase {
 public:
  explicit TestDatabase(const std::string& kind) {
    if (kind == "postgres") schema_.emplace();
  }
  std::string url() const { return schema_ ? schema_->url() : folder_.url(); }

 private:
  TemporaryFolder folder_;
  std::optional<TemporarySchema> schema_;
};

// Runs what is posted on the thread that calls run_until.
class TestLoop final : public Loop {
 public:
  TestLoop() { set_current(this); }
  ~TestLoop() override { set_current(nullptr); }
  void post(std::function<void()> job) override {
    {
      std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
  }
  void post_after(int, std::function<void()>) override { std::abort(); }
  void run_until(const std::function<bool()>& finished) {
    while (!finished()) {
      std::function<void()> job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !jobs_.empty(); });
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
};

// Counts answers and keeps the errors.
class Answers {
 public:
  Database::Done done() {
    return [this](std::exception_ptr error) {
      std::lock_guard lock(mutex_);
      errors_.push_back(error);
      changed_.notify_all();
    };
  }
  void await(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return errors_.size() >= count; });
  }
  std::size_t failed() const {
    return static_cast<std::size_t>(std::count_if(errors_.begin(), errors_.end(), [](const auto& e) { return !!e; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::exception_ptr> errors_;
};

// Runs `body` in a child process and returns its number. Must be called while this process has no database open:
// SQLite's locks do not survive a fork.
inline pid_t in_child(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    body();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
    _exit(1);
  }
  _exit(0);
}

inline bool ended_well(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The kind of Error that `f` throws; nullopt when it throws none.
template <class F>
std::optional<Error::Kind> error_kind(F f) {
  try {
    f();
    return std::nullopt;
  } catch (const Error& error) {
    return error.kind;
  }
}

}  // namespace sealcart::sql
