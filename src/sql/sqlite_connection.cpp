#include "sql/sqlite_connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace sealcart::sql {
namespace {

const Statement begin_deferred{"BEGIN"};
const Statement begin_immediate{"BEGIN IMMEDIATE"};
const Statement commit_transaction{"COMMIT"};
const Statement roll_back{"ROLLBACK"};
const Statement set_savepoint{"SAVEPOINT job"};
const Statement release{"RELEASE job"};
const Statement roll_back_to{"ROLLBACK TO job"};

constexpr int busy_ms = 2000;     // for writers other than ours, like the sqlite3 shell
constexpr int truncate_ms = 100;  // how long a checkpoint may hold up writes for a slow reader

Error::Kind kind_of(int extended_code) {
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return Error::Kind::again;
    case SQLITE_FULL:
      return Error::Kind::full;
    case SQLITE_CONSTRAINT:
      return extended_code == SQLITE_CONSTRAINT_UNIQUE || extended_code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                     extended_code == SQLITE_CONSTRAINT_ROWID
                 ? Error::Kind::unique
                 : Error::Kind::constraint;
    default:
      return Error::Kind::other;
  }
}

// SQLite would create the file readable for everybody; its log and index files take over the file's mode.
void create_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) throw Error(Error::Kind::other, "cannot open " + path + ": " + std::strerror(errno));
  ::close(file);
}

int bind_one(sqlite3_stmt* handle, int place, const Param& param) {
  if (std::holds_alternative<std::nullptr_t>(param)) return sqlite3_bind_null(handle, place);
  if (const auto* integer = std::get_if<std::int64_t>(&param)) return sqlite3_bind_int64(handle, place, *integer);
  if (const auto* text = std::get_if<std::string_view>(&param)) {
    // A null pointer would bind NULL, also where the text is only empty.
    return sqlite3_bind_text64(handle, place, text->empty() ? "" : text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  const auto* blob = std::get_if<Blob>(&param);
  assert(blob != nullptr && "arrays are for PostgreSQL only");
  return sqlite3_bind_blob64(handle, place, blob->empty() ? static_cast<const void*>("") : blob->data(), blob->size(),
                             SQLITE_STATIC);
}

Rows::Value column(sqlite3_stmt* handle, int i) {
  switch (sqlite3_column_type(handle, i)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(handle, i));
    case SQLITE_BLOB: {
      const auto* data = static_cast<const char*>(sqlite3_column_blob(handle, i));
      return std::string(data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(handle, i)));
    }
    default: {
      const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle, i));
      return std::string(data == nullptr ? "" : data, static_cast<std::size_t>(sqlite3_column_bytes(handle, i)));
    }
  }
}

}  // namespace

SqliteConnection::SqliteConnection(const std::string& path, Role role) {
  if (role == Role::writer) create_private(path);
  sqlite3* handle = nullptr;
  // A reader opens for writing too: it may have to recover the log's index after another process died.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  database_.reset(handle);
  if (code != SQLITE_OK) throw error(("cannot open " + path).c_str());
  // The last to close would checkpoint without holding our lock.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_busy_timeout(handle, busy_ms);
  if (role == Role::writer) pragma("PRAGMA journal_mode = WAL");
  pragma("PRAGMA synchronous = FULL");
  pragma("PRAGMA foreign_keys = ON");
  pragma("PRAGMA wal_autocheckpoint = 0");
  pragma("PRAGMA secure_delete = ON");
  pragma("PRAGMA mmap_size = 67108864");
  if (role == Role::reader) {
    pragma("PRAGMA query_only = ON");
    pragma("PRAGMA cache_size = -2000");
    return;
  }
  pragma("PRAGMA cache_size = -8000");
  // Takes the place of the automatic checkpoint, which is such a hook itself.
  const auto note_pages = [](void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteConnection*>(self)->wal_pages_ = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle, note_pages, this);
}

void SqliteConnection::pragma(const char* text) {
  if (sqlite3_exec(database_.get(), text, nullptr, nullptr, nullptr) != SQLITE_OK) throw error(text);
}

// SQLite's messages name tables, columns and constraints, never values.
Error SqliteConnection::error(const char* context) const {
  const Error::Kind kind = kind_of(sqlite3_extended_errcode(database_.get()));
  return Error(kind, std::string("SQLite: ") + sqlite3_errmsg(database_.get()) + ": " + context);
}

SqliteConnection::Prepared& SqliteConnection::prepared(const Statement& statement) {
  Prepared& entry = statements_[&statement];
  if (entry.text == statement.text) return entry;
  entry = Prepared{};
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), statement.text, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest);
  if (code != SQLITE_OK) fail(error(statement.text));
  entry.handle.reset(handle);
  assert(handle != nullptr && rest[std::strspn(rest, " \t\n;")] == '\0' && "one statement a text");
  for (int place = 1; place <= sqlite3_bind_parameter_count(handle); ++place) {
    const char* name = sqlite3_bind_parameter_name(handle, place);
    assert(name != nullptr && name[0] == '$' && "parameters are $1, $2 …");
    int number = 0;
    const char* end = name + std::strlen(name);
    [[maybe_unused]] const auto parsed = std::from_chars(name + 1, end, number);
    assert(parsed.ptr == end && number > 0 && "parameters are $1, $2 …");
    entry.numbers.push_back(number);
  }
  entry.text = statement.text;
  return entry;
}

void SqliteConnection::bind(const Prepared& prepared, std::span<const Param> params) {
  for (std::size_t i = 0; i < prepared.numbers.size(); ++i) {
    const auto number = static_cast<std::size_t>(prepared.numbers[i]);
    assert(number <= params.size() && "a parameter is missing");
    if (bind_one(prepared.handle.get(), static_cast<int>(i) + 1, params[number - 1]) != SQLITE_OK) {
      fail(error(prepared.text));
    }
  }
}

template <class F>
void SqliteConnection::run(const Statement& statement, std::span<const Param> params, F row) {
  Prepared& entry = prepared(statement);
  sqlite3_stmt* handle = entry.handle.get();
  struct Reset {
    sqlite3_stmt* handle;
    ~Reset() {
      sqlite3_reset(handle);
      sqlite3_clear_bindings(handle);  // they point to memory of the caller
    }
  } reset{handle};
  bind(entry, params);
  int code;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) row(handle);
  if (code != SQLITE_DONE) fail(error(statement.text));
}

Rows SqliteConnection::query(const Statement& statement, std::span<const Param> params) {
  Rows rows;
  run(statement, params, [&](sqlite3_stmt* handle) {
    const int columns = sqlite3_column_count(handle);
    rows.columns_ = static_cast<std::size_t>(columns);
    for (int i = 0; i < columns; ++i) rows.values_.push_back(column(handle, i));
  });
  return rows;
}

std::int64_t SqliteConnection::execute(const Statement& statement, std::span<const Param> params) {
  // Statements that change no rows leave sqlite3_changes as it was.
  const auto before = sqlite3_total_changes64(database_.get());
  run(statement, params, [](sqlite3_stmt*) {});
  return sqlite3_total_changes64(database_.get()) == before ? 0 : sqlite3_changes64(database_.get());
}

void SqliteConnection::script(const std::string& text) {
  const int code = sqlite3_exec(database_.get(), text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(error("script"));
}

void SqliteConnection::begin_read() {
  forget_failure();
  execute(begin_deferred);
}

void SqliteConnection::begin_write() {
  forget_failure();
  execute(begin_immediate);
}

void SqliteConnection::commit() { execute(commit_transaction); }

void SqliteConnection::rollback() noexcept {
  if (sqlite3_get_autocommit(database_.get()) != 0) return;
  try {
    execute(roll_back);
  } catch (const Error&) {
    // Nothing is left to roll back then.
  }
}

void SqliteConnection::savepoint() {
  forget_failure();
  execute(set_savepoint);
}

void SqliteConnection::release_savepoint() { execute(release); }

bool SqliteConnection::rollback_to_savepoint() noexcept {
  if (sqlite3_get_autocommit(database_.get()) != 0) return false;
  try {
    execute(roll_back_to);
    execute(release);
    return true;
  } catch (const Error&) {
    return false;
  }
}

void SqliteConnection::checkpoint(bool truncate) noexcept {
  sqlite3_busy_timeout(database_.get(), truncate_ms);
  int log = 0;
  const int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, mode, &log, nullptr);
  sqlite3_busy_timeout(database_.get(), busy_ms);
  if (code == SQLITE_OK && truncate) wal_pages_ = 0;
}

}  // namespace sealcart::sql
