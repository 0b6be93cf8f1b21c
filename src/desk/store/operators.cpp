#include "desk/store/operators.h"

#include <algorithm>
#include <cassert>

namespace sealcart::desk::store {
namespace {

sql::Blob blob(std::string_view bytes) { return std::as_bytes(std::span(bytes.data(), bytes.size())); }

Operator operator_of(const sql::Rows& rows, std::size_t row) {
  const auto role = parse_role(rows.text(row, 1));
  assert(role);
  return {.name = rows.text(row, 0),
          .role = *role,
          .password_hash = rows.text(row, 2),
          .totp = rows.null(row, 3) ? std::string() : rows.bytes(row, 3),
          .active = rows.integer(row, 4) != 0,
          .created = {rows.integer(row, 5)}};
}

}  // namespace

bool is_operator_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name[0] < 'a' || name[0] > 'z') return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") == std::string_view::npos;
}

std::optional<Operator> find_operator(sql::Connection& connection, std::string_view name) {
  static const sql::Statement find{
      "SELECT name, role, password_hash, totp, active, created FROM operator WHERE name = $1"};
  const sql::Rows rows = connection.query(find, {name});
  if (rows.empty()) return std::nullopt;
  return operator_of(rows, 0);
}

std::vector<Operator> list_operators(sql::Connection& connection) {
  static const sql::Statement list{
      "SELECT name, role, password_hash, totp, active, created FROM operator ORDER BY name"};
  const sql::Rows rows = connection.query(list);
  std::vector<Operator> all;
  for (std::size_t row = 0; row < rows.size(); ++row) all.push_back(operator_of(rows, row));
  return all;
}

bool add_operator(sql::Connection& connection, const Operator& made) {
  assert(is_operator_name(made.name));
  static const sql::Statement insert{
      "INSERT INTO operator (name, role, password_hash, active, created) VALUES ($1, $2, $3, 1, $4) "
      "ON CONFLICT (name) DO NOTHING"};
  return connection.execute(insert, {made.name, name(made.role), made.password_hash, made.created.seconds}) == 1;
}

void set_password(sql::Connection& connection, std::string_view name, std::string_view hash) {
  static const sql::Statement set{"UPDATE operator SET password_hash = $2 WHERE name = $1"};
  connection.execute(set, {name, hash});
}

void set_role(sql::Connection& connection, std::string_view name, Role role) {
  static const sql::Statement set{"UPDATE operator SET role = $2 WHERE name = $1"};
  connection.execute(set, {name, desk::name(role)});
}

void set_active(sql::Connection& connection, std::string_view name, bool active) {
  static const sql::Statement set{"UPDATE operator SET active = $2 WHERE name = $1"};
  connection.execute(set, {name, std::int64_t{active}});
  static const sql::Statement end_sessions{"DELETE FROM operator_session WHERE operator = $1"};
  if (!active) connection.execute(end_sessions, {name});
}

bool another_admin(sql::Connection& connection, std::string_view besides) {
  static const sql::Statement find{"SELECT 1 FROM operator WHERE role = 'admin' AND active = 1 AND name <> $1 LIMIT 1"};
  return !connection.query(find, {besides}).empty();
}

void set_totp(sql::Connection& connection, std::string_view name, std::string_view sealed,
              std::span<const seal::Digest> recovery_codes) {
  static const sql::Statement set{"UPDATE operator SET totp = $2 WHERE name = $1"};
  connection.execute(set, {name, sealed.empty() ? sql::Param(nullptr) : sql::Param(blob(sealed))});
  static const sql::Statement remove{"DELETE FROM recovery_code WHERE operator = $1"};
  connection.execute(remove, {name});
  static const sql::Statement insert{"INSERT INTO recovery_code (operator, code_hash) VALUES ($1, $2)"};
  for (const seal::Digest& code : recovery_codes) connection.execute(insert, {name, std::as_bytes(std::span(code))});
}

bool use_totp_step(sql::Connection& connection, std::string_view name, std::int64_t step) {
  static const sql::Statement use{"UPDATE operator SET totp_step = $2 WHERE name = $1 AND totp_step < $2"};
  return connection.execute(use, {name, step}) == 1;
}

bool use_recovery_code(sql::Connection& connection, std::string_view name, const seal::Digest& code) {
  static const sql::Statement use{"DELETE FROM recovery_code WHERE operator = $1 AND code_hash = $2"};
  return connection.execute(use, {name, std::as_bytes(std::span(code))}) == 1;
}

std::int64_t recovery_codes_left(sql::Connection& connection, std::string_view name) {
  static const sql::Statement count{"SELECT COUNT(*) FROM recovery_code WHERE operator = $1"};
  return connection.query(count, {name}).integer(0, 0);
}

CountedTry count_try(sql::Connection& connection, std::string_view subject, Time now) {
  // Makes sure that there is a row and locks it, so that tries side by side are counted one after the other.
  static const sql::Statement lock{
      "INSERT INTO operator_try (subject, failures, locked_until, last_try) VALUES ($1, 0, 0, 0) ON CONFLICT (subject) "
      "DO UPDATE SET failures = operator_try.failures"};
  connection.execute(lock, {subject});
  static const sql::Statement find{"SELECT failures, locked_until, last_try FROM operator_try WHERE subject = $1"};
  const sql::Rows rows = connection.query(find, {subject});
  const Tries before{rows.integer(0, 0), Time{rows.integer(0, 1)}, Time{rows.integer(0, 2)}};
  const CountedTry counted = sealcart::count_try(before, password_tries, now);
  static const sql::Statement set{
      "UPDATE operator_try SET failures = $2, locked_until = $3, last_try = $4 WHERE subject = $1"};
  connection.execute(set,
                     {subject, counted.tries.failures, counted.tries.locked_until.seconds, counted.tries.last.seconds});
  return counted;
}

void forget_tries(sql::Connection& connection, std::string_view subject) {
  static const sql::Statement remove{"DELETE FROM operator_try WHERE subject = $1"};
  connection.execute(remove, {subject});
}

}  // namespace sealcart::desk::store
