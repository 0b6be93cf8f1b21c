#include "desk/store/sessions.h"

#include <algorithm>
#include <cassert>

namespace sealcart::desk::store {
namespace {

sql::Blob blob(const seal::Digest& digest) { return std::as_bytes(std::span(digest)); }

SessionRow session_of(const sql::Rows& rows, std::size_t row) {
  SessionRow session{.operator_name = rows.text(row, 1),
                     .role = parse_role(rows.text(row, 2)).value(),
                     .created = {rows.integer(row, 3)},
                     .last_seen = {rows.integer(row, 4)}};
  const std::string& hash = rows.bytes(row, 0);
  assert(hash.size() == session.id_hash.size());
  std::copy(hash.begin(), hash.end(), session.id_hash.begin());
  return session;
}

}  // namespace

void add_session(sql::Connection& connection, const seal::Digest& id_hash, std::string_view operator_name, Time now) {
  static const sql::Statement prune{
      "DELETE FROM operator_session WHERE operator = $1 AND (last_seen <= $2 OR created <= $3)"};
  connection.execute(prune, {operator_name, now.seconds - idle_seconds, now.seconds - longest_seconds});
  static const sql::Statement insert{
      "INSERT INTO operator_session (id_hash, operator, created, last_seen) VALUES ($1, $2, $3, $3)"};
  connection.execute(insert, {blob(id_hash), operator_name, now.seconds});
}

std::optional<SessionRow> find_session(sql::Connection& connection, const seal::Digest& id_hash, Time now) {
  static const sql::Statement find{
      "SELECT s.id_hash, s.operator, o.role, s.created, s.last_seen FROM operator_session s "
      "JOIN operator o ON o.name = s.operator WHERE s.id_hash = $1 AND o.active = 1 AND s.last_seen > $2 "
      "AND s.created > $3"};
  const sql::Rows rows =
      connection.query(find, {blob(id_hash), now.seconds - idle_seconds, now.seconds - longest_seconds});
  if (rows.empty()) return std::nullopt;
  return session_of(rows, 0);
}

void touch_session(sql::Connection& connection, const seal::Digest& id_hash, Time now) {
  static const sql::Statement touch{"UPDATE operator_session SET last_seen = $2 WHERE id_hash = $1"};
  connection.execute(touch, {blob(id_hash), now.seconds});
}

std::vector<SessionRow> list_sessions(sql::Connection& connection, std::string_view operator_name, Time now) {
  static const sql::Statement list{
      "SELECT s.id_hash, s.operator, o.role, s.created, s.last_seen FROM operator_session s "
      "JOIN operator o ON o.name = s.operator WHERE s.operator = $1 AND s.last_seen > $2 AND s.created > $3 "
      "ORDER BY s.last_seen DESC"};
  const sql::Rows rows =
      connection.query(list, {operator_name, now.seconds - idle_seconds, now.seconds - longest_seconds});
  std::vector<SessionRow> all;
  for (std::size_t row = 0; row < rows.size(); ++row) all.push_back(session_of(rows, row));
  return all;
}

void end_session(sql::Connection& connection, std::string_view operator_name, const seal::Digest& id_hash) {
  static const sql::Statement remove{"DELETE FROM operator_session WHERE operator = $1 AND id_hash = $2"};
  connection.execute(remove, {operator_name, blob(id_hash)});
}

void end_sessions(sql::Connection& connection, std::string_view operator_name, const seal::Digest& besides) {
  static const sql::Statement remove{"DELETE FROM operator_session WHERE operator = $1 AND id_hash <> $2"};
  connection.execute(remove, {operator_name, blob(besides)});
}

}  // namespace sealcart::desk::store
