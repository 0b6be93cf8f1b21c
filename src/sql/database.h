// One database, SQLite or PostgreSQL, behind one interface: cached prepared statements, typed rows, and transactions
// that are acknowledged only when durable. SQLite: one writer connection commits what is queued as one group; every
// loop thread has a reader of its own. PostgreSQL: a pool of connections on threads of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/task.h"

namespace sealcart::sql {

enum class Dialect { sqlite, postgres };

// An operating fault of the database. `again`: the same transaction may succeed on a second try (busy, deadlock, lost
// connection); `unique`: a unique or primary key refused the row.
struct Error : std::runtime_error {
  enum class Kind { again, unique, constraint, full, other } kind;
  Error(Kind k, const std::string& text) : std::runtime_error(text), kind(k) {}
};

using Blob = std::span<const std::byte>;
// A parameter; views must live until the call returns. Array parameters are for PostgreSQL's unnest only.
using Param = std::variant<std::nullptr_t, std::int64_t, std::string_view, Blob, std::span<const std::int64_t>,
                           std::span<const std::string_view>, std::span<const Blob>>;

// One SQL text with $1, $2 … parameters, the same for both databases unless `postgres` gives another.
// Define as static const: the driver caches the prepared statement by this object's address.
struct Statement {
  const char* text;
  const char* postgres = nullptr;
};

// The rows of one query, all read. Columns count from 0. Getting a column as another type than it has is our bug.
class Rows {
 public:
  using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;  // text and blobs both as bytes in a string
  std::size_t size() const { return columns_ == 0 ? 0 : values_.size() / columns_; }
  bool empty() const { return size() == 0; }
  bool null(std::size_t row, std::size_t column) const {
    return std::holds_alternative<std::nullptr_t>(at(row, column));
  }
  std::int64_t integer(std::size_t row, std::size_t column) const { return std::get<std::int64_t>(at(row, column)); }
  const std::string& text(std::size_t row, std::size_t column) const { return std::get<std::string>(at(row, column)); }
  const std::string& bytes(std::size_t row, std::size_t column) const { return std::get<std::string>(at(row, column)); }

  std::size_t columns_ = 0;
  std::vector<Value> values_;

 private:
  const Value& at(std::size_t row, std::size_t column) const { return values_.at(row * columns_ + column); }
};

// One connection inside one read or one transaction. Not to be kept beyond the call that it was given to. An Error
// dooms the transaction that it happened in, also when it is caught: write ON CONFLICT where a conflict is expected.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Dialect dialect() const = 0;
  virtual Rows query(const Statement& statement, std::span<const Param> params) = 0;
  // Number of rows changed.
  virtual std::int64_t execute(const Statement& statement, std::span<const Param> params) = 0;
  // Travels with the next statement or the commit, and fails with it: saves PostgreSQL a round trip.
  virtual void execute_with_next(const Statement& statement, std::span<const Param> params) {
    execute(statement, params);
  }
  void execute_with_next(const Statement& statement, std::initializer_list<Param> params) {
    execute_with_next(statement, std::span<const Param>(params.begin(), params.size()));
  }
  Rows query(const Statement& statement, std::initializer_list<Param> params = {}) {
    return query(statement, std::span<const Param>(params.begin(), params.size()));
  }
  std::int64_t execute(const Statement& statement, std::initializer_list<Param> params = {}) {
    return execute(statement, std::span<const Param>(params.begin(), params.size()));
  }
};

struct Migration {
  std::string_view name;  // "0001_purchase"; applied once each, in order of name, each in one transaction
  std::string_view
      text;  // several statements; BLOB and IDENTITY are written in the dialect's own way (see migrate.cpp)
};

struct Options {
  std::string url;           // "sqlite:/path/to/file.db" or a libpq URI "postgresql://…"
  int connections = 4;       // PostgreSQL: size of the pool for reads and single writes
  int group_wait_us = 2000;  // longest wait for company of submitters on no event loop (group_queue.h); not when idle
};

class Database {
 public:
  // Opens, creating the SQLite file when missing. Throws Error.
  static std::unique_ptr<Database> open(const Options& options);
  // Finishes and answers what was submitted. The loops that wait for an answer, and no lane or Group, must outlive it.
  virtual ~Database() = default;
  virtual Dialect dialect() const = 0;

  // Applies the migrations that are missing. Safe when several processes start together.
  virtual void migrate(std::span<const Migration> migrations) = 0;

  // A consistent read. SQLite: at once on this thread; PostgreSQL: on the pool.
  template <class F>
  Task<std::invoke_result_t<F, Connection&>> read(F f) {
    return reads_inline() ? run_inline(std::move(f)) : run(std::move(f), &Database::start_read);
  }
  // One transaction; resumes when it is durable. `f` may run more than once (bounded retry of Kind::again) and must
  // touch nothing but the connection and what it returns. If it throws, nothing of it is kept and the exception comes
  // out here.
  template <class F>
  Task<std::invoke_result_t<F, Connection&>> write(F f) {
    return run(std::move(f), &Database::start_write);
  }
  // The same for a command line, blocking.
  template <class F>
  auto read_now(F f) {
    return run_now(std::move(f), &Database::read_blocking);
  }
  template <class F>
  auto write_now(F f) {
    return run_now(std::move(f), &Database::write_blocking);
  }

  using Work = std::function<void(Connection&)>;
  using Done = std::function<void(std::exception_ptr)>;  // called once, from any thread
  // True when a read is done at once on the calling thread, so that waiting for an answer would be a detour.
  virtual bool reads_inline() const = 0;
  virtual void start_read(Work work, Done done) = 0;
  virtual void start_write(Work work, Done done) = 0;
  virtual void read_blocking(const Work& work) = 0;
  virtual void write_blocking(const Work& work) = 0;

  // For Group and ReadGroup below. A lane commits batches; `commit` gets at most `most` items, in order of submission,
  // inside one transaction (SQLite: the writer's running group, several lanes share it; PostgreSQL: one of its own).
  using Items = std::span<void* const>;
  class Lane {
   public:
    virtual ~Lane() = default;
    virtual void submit(void* item, Done done) = 0;
  };
  virtual std::unique_ptr<Lane> lane(std::function<void(Connection&, Items)> commit, std::size_t most) = 0;
  // A lane whose `read` runs one query, which needs no transaction around it. nullptr where reads are done inline.
  virtual std::unique_ptr<Lane> read_lane(std::function<void(Connection&, Items)> read, std::size_t most) = 0;

 private:
  template <class F>
  Task<std::invoke_result_t<F, Connection&>> run_inline(F f) {
    co_return run_now(std::move(f), &Database::read_blocking);
  }
  template <class F, class Start>
  Task<std::invoke_result_t<F, Connection&>> run(F f, Start start) {
    using T = std::invoke_result_t<F, Connection&>;
    if constexpr (std::is_void_v<T>) {
      std::exception_ptr error = co_await await_answer<std::exception_ptr>(
          [&](auto resolve) { (this->*start)([&](Connection& c) { f(c); }, resolve); });
      if (error) std::rethrow_exception(error);
    } else {
      std::optional<T> result;
      std::exception_ptr error = co_await await_answer<std::exception_ptr>(
          [&](auto resolve) { (this->*start)([&](Connection& c) { result.emplace(f(c)); }, resolve); });
      if (error) std::rethrow_exception(error);
      co_return std::move(*result);
    }
  }
  template <class F, class Start>
  auto run_now(F f, Start start) {
    using T = std::invoke_result_t<F, Connection&>;
    if constexpr (std::is_void_v<T>) {
      (this->*start)([&](Connection& c) { f(c); });
    } else {
      std::optional<T> result;
      (this->*start)([&](Connection& c) { result.emplace(f(c)); });
      return std::move(*result);
    }
  }
};

template <class Op>
std::function<void(Connection&, Database::Items)> on_items(std::function<void(Connection&, std::span<Op* const>)> run) {
  return [run = std::move(run)](Connection& connection, Database::Items items) {
    std::vector<Op*> operations;
    operations.reserve(items.size());
    for (void* item : items) operations.push_back(static_cast<Op*>(item));
    run(connection, operations);
  };
}

// Commits operations of one kind in batches: the hot paths' way to the disk. `commit` decides each operation's outcome,
// writing it into the operation; it must check before it writes, since one operation cannot be rolled back alone.
template <class Op>
class Group {
 public:
  Group(Database& database, std::function<void(Connection&, std::span<Op* const>)> commit, std::size_t most = 128)
      : lane_(database.lane(on_items(std::move(commit)), most)) {}

  // Resumes when the batch holding `op` is durable. `op` must live until then. Throws what the batch threw, in which
  // case nothing of it was kept.
  Task<void> submit(Op& op) {
    std::exception_ptr error =
        co_await await_answer<std::exception_ptr>([&](auto resolve) { lane_->submit(&op, resolve); });
    if (error) std::rethrow_exception(error);
  }

 private:
  std::unique_ptr<Database::Lane> lane_;
};

// Reads of one kind: on PostgreSQL those that wait together are answered by one query over arrays, since a round trip
// costs the server more than the reading. `read` must run a single query and write the answers into the operations.
template <class Op>
class ReadGroup {
 public:
  using Read = std::function<void(Connection&, std::span<Op* const>)>;
  ReadGroup(Database& database, Read read, std::size_t most = 128)
      : database_(database), read_(std::move(read)), lane_(database.read_lane(on_items(read_), most)) {}

  // `op` must live until then. Throws what the query threw.
  Task<void> submit(Op& op) {
    if (!lane_) {
      Op* const one = &op;
      database_.read_now([&](Connection& connection) { read_(connection, {&one, 1}); });
      co_return;
    }
    std::exception_ptr error =
        co_await await_answer<std::exception_ptr>([&](auto resolve) { lane_->submit(&op, resolve); });
    if (error) std::rethrow_exception(error);
  }

 private:
  Database& database_;
  const Read read_;
  std::unique_ptr<Database::Lane> lane_;
};

}  // namespace sealcart::sql
