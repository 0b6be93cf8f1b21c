// One SQLite connection with its prepared statements. Used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "sql/session.h"

namespace sealcart::sql {

class SqliteConnection final : public Session {
 public:
  enum class Role { writer, reader };
  // Opens `path`; a writer creates the file (mode 0600) and makes it WAL. Opening a writer needs the writers' lock.
  // Throws Error.
  SqliteConnection(const std::string& path, Role role);

  using Connection::execute;
  using Connection::query;
  Dialect dialect() const override { return Dialect::sqlite; }
  Rows query(const Statement& statement, std::span<const Param> params) override;
  std::int64_t execute(const Statement& statement, std::span<const Param> params) override;
  void script(const std::string& text) override;

  void begin_read();
  // Takes the database's write lock at once.
  void begin_write();
  void commit();
  // Ends the transaction if there is one: some errors end it by themselves.
  void rollback() noexcept;
  // One savepoint, not nested. rollback_to_savepoint is false when the whole transaction is gone.
  void savepoint();
  void release_savepoint();
  bool rollback_to_savepoint() noexcept;

  // Pages in the write-ahead log after this connection's last commit.
  int wal_pages() const { return wal_pages_; }
  // Copies the log into the database file. Needs the writers' lock. `truncate` waits briefly for readers and empties
  // the log; what cannot be done now is left for the next time.
  void checkpoint(bool truncate) noexcept;

 private:
  struct Prepared {
    const char* text = nullptr;  // guards against another Statement at the same address
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> handle{nullptr, sqlite3_finalize};
    std::vector<int> numbers;  // parameter n of each place in the statement, from 1
  };

  Prepared& prepared(const Statement& statement);
  void bind(const Prepared& prepared, std::span<const Param> params);
  // Runs the statement to its end; `row` is called for each row with the statement's handle.
  template <class F>
  void run(const Statement& statement, std::span<const Param> params, F row);
  void pragma(const char* text);
  Error error(const char* context) const;

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_{nullptr, sqlite3_close};
  std::unordered_map<const Statement*, Prepared> statements_;  // ends before the connection
  int wal_pages_ = 0;
};

}  // namespace sealcart::sql
