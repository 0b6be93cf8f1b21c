#include "sql/postgres_connection.h"

#include <cassert>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "sql/postgres_rows.h"

namespace sealcart::sql {
namespace {

// One statement for a new connection. A commit is acknowledged only when it is on the disk, whatever the server's
// configuration says; a stricter setting of it stays.
constexpr const char* session_settings =
    "SET bytea_output = hex; SET client_min_messages = warning; "
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

// SQLSTATEs (PostgreSQL manual, appendix A).
Error::Kind kind_of(std::string_view state) {
  if (state == "40001" || state == "40P01" || state == "55P03")
    return Error::Kind::again;                                          // serialisation, dead-, lock
  if (state == "26000" || state == "0A000") return Error::Kind::again;  // a prepared statement is gone or out of date
  if (state.starts_with("08") || state.starts_with("57P")) return Error::Kind::again;  // connection, shutdown
  if (state == "53300") return Error::Kind::again;                                     // too many connections
  if (state == "53100") return Error::Kind::full;
  if (state == "23505") return Error::Kind::unique;
  if (state.starts_with("22") || state.starts_with("23")) return Error::Kind::constraint;
  return Error::Kind::other;
}

std::string_view state_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? "" : state;
}

// The primary message names tables and constraints (the detail, left out, would quote values). Of class 22 also the
// primary message quotes them.
Error error_of(const PGresult* result, const char* context) {
  const std::string_view state = state_of(result);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string text = "PostgreSQL " + std::string(state);
  if (message != nullptr && !state.starts_with("22")) text.append(": ").append(message);
  return Error(kind_of(state), text.append(": ").append(context));
}

const char* text_of(const Statement& statement) {
  return statement.postgres != nullptr ? statement.postgres : statement.text;
}

}  // namespace

void PostgresConnection::connect() {
  if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
  statements_.clear();
  preparing_.clear();
  sent_ = 0;
  begin_pending_ = in_transaction_ = false;
  // What stands later wins: the URI may set any of these itself.
  const char* const keywords[] = {"connect_timeout", "tcp_user_timeout", "application_name",
                                  "client_encoding", "dbname",           nullptr};
  const char* const values[] = {"5", "15000", "sealcart", "UTF8", uri_.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(keywords, values, 1));
  if (!connection_) std::abort();  // out of memory
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    Error error(Error::Kind::again, std::string("PostgreSQL: ") + PQerrorMessage(connection_.get()));
    connection_.reset();
    throw error;
  }
  PQsetErrorVerbosity(connection_.get(), PQERRORS_TERSE);
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  const Result result(PQexec(connection_.get(), session_settings), PQclear);
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK || PQenterPipelineMode(connection_.get()) != 1) {
    connection_.reset();
    throw Error(Error::Kind::again, "PostgreSQL: cannot set up the connection");
  }
}

const char* PostgresConnection::begin_text() const {
  return mode_ == Mode::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                             : "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
}

void PostgresConnection::begin(Mode mode) {
  connect();
  assert(!begin_pending_ && !in_transaction_);
  forget_failure();
  mode_ = mode;
  begin_pending_ = mode != Mode::single;
}

void PostgresConnection::commit() {
  throw_if_failed();
  begin_pending_ = false;
  if (!in_transaction_) return;  // no statement was run
  try {
    const Result result = command("COMMIT");
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT") {
      throw Error(Error::Kind::other, "PostgreSQL: the transaction had failed before COMMIT");
    }
    in_transaction_ = false;
  } catch (const Error& error) {
    if (connection_) throw;  // refused by the server: nothing is kept
    throw Error(Error::Kind::other, std::string(error.what()) + " (whether it was kept is not known)");
  }
}

void PostgresConnection::rollback() noexcept {
  begin_pending_ = false;
  if (!connection_ || !in_transaction_) return;
  try {
    command("ROLLBACK");
    in_transaction_ = false;
  } catch (const Error&) {
    connection_.reset();
    in_transaction_ = false;
  }
}

Rows PostgresConnection::query(const Statement& statement, std::span<const Param> params) {
  return read_rows(run(statement, params).get());
}

std::int64_t PostgresConnection::execute(const Statement& statement, std::span<const Param> params) {
  const Result result = run(statement, params);
  return std::strtoll(PQcmdTuples(result.get()), nullptr, 10);  // empty, so 0, for statements without rows
}

void PostgresConnection::execute_with_next(const Statement& statement, std::span<const Param> params) {
  send(statement, params);
}

// One round trip: what was kept for it, BEGIN if it is due, the preparation if it is new, and the statement.
PostgresConnection::Result PostgresConnection::run(const Statement& statement, std::span<const Param> params) {
  send(statement, params);
  return collect(text_of(statement));
}

void PostgresConnection::send(const Statement& statement, std::span<const Param> params) {
  throw_if_failed();
  const char* text = text_of(statement);
  if (!connection_) lost(text);
  try {
    params_.set(params);
  } catch (const Error& error) {
    fail(error);
  }
  if (begin_pending_) send_begin();
  PGconn* connection = connection_.get();
  const auto known = statements_.find(&statement);
  std::string fresh;
  if (known == statements_.end() || known->second.text != text) {
    fresh = "s" + std::to_string(++prepared_count_);
    check_sent(PQsendPrepare(connection, fresh.c_str(), text, params_.count(), params_.types()));
    preparing_.push_back({&statement, {text, fresh}, sent_++});
  }
  const std::string& name = fresh.empty() ? known->second.name : fresh;
  check_sent(PQsendQueryPrepared(connection, name.c_str(), params_.count(), params_.values(), params_.lengths(),
                                 params_.formats(), 0));
  ++sent_;
}

void PostgresConnection::send_begin() {
  begin_pending_ = false;
  in_transaction_ = true;
  check_sent(PQsendQueryParams(connection_.get(), begin_text(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  ++sent_;
}

PostgresConnection::Result PostgresConnection::command(const char* text) {
  if (!connection_) lost(text);
  check_sent(PQsendQueryParams(connection_.get(), text, 0, nullptr, nullptr, nullptr, nullptr, 0));
  ++sent_;
  return collect(text);
}

void PostgresConnection::script(const std::string& text) {
  if (begin_pending_) send_begin();
  if (sent_ > 0) collect("script");
  throw_if_failed();
  if (!connection_ || PQexitPipelineMode(connection_.get()) != 1) lost("script");
  // Only the simple protocol takes several statements at once.
  const Result result(PQexec(connection_.get(), text.c_str()), PQclear);
  if (PQenterPipelineMode(connection_.get()) != 1) lost("script");
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
    fail_with(result.get(), "script");
  }
}

void PostgresConnection::check_sent(int sent) {
  if (sent != 1) lost("send");
}

PostgresConnection::Result PostgresConnection::collect(const char* context) {
  PGconn* connection = connection_.get();
  check_sent(PQpipelineSync(connection));
  Result last(nullptr, PQclear);
  const Result error = await_results(last);
  const bool all_completed = completed_ == std::exchange(sent_, 0);
  // A preparation holds also when its statement fails, or the transaction is rolled back.
  for (Preparing& one : preparing_) {
    if (one.place < completed_) statements_[one.statement] = std::move(one.prepared);
  }
  preparing_.clear();
  if (PQstatus(connection) != CONNECTION_OK) lost(context);
  if (error) fail_with(error.get(), context);
  if (!all_completed) lost(context);
  return last;
}

PostgresConnection::Result PostgresConnection::await_results(Result& last) {
  Result error(nullptr, PQclear);
  completed_ = 0;
  for (bool separator = false;;) {
    Result result(PQgetResult(connection_.get()), PQclear);
    if (!result) {  // stands after each command's result; twice in a row there is nothing more
      if (separator) break;
      separator = true;
      continue;
    }
    separator = false;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) break;
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      last = std::move(result);
      ++completed_;
    } else if (!error) {
      error = std::move(result);
    }
  }
  return error;
}

void PostgresConnection::fail_with(const PGresult* result, const char* context) {
  const Error error = error_of(result, context);
  const std::string_view state = state_of(result);
  // The cached statements are of no use any more, so the next try is to begin with none.
  if (state == "26000" || state == "0A000") connection_.reset();
  fail(error);
}

// Closes the connection; the next begin() makes a new one.
void PostgresConnection::lost(const char* context) {
  std::string reason = connection_ ? PQerrorMessage(connection_.get()) : "";
  while (reason.ends_with('\n')) reason.pop_back();
  connection_.reset();
  in_transaction_ = false;
  fail(Error(Error::Kind::again, "PostgreSQL: connection lost: " + reason + ": " + context));
}

}  // namespace sealcart::sql
