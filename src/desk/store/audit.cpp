#include "desk/store/audit.h"

#include <boost/json.hpp>

namespace sealcart::desk::store {
namespace {

// SHA-256 over the hash before and the row as a JSON array: a text that only this row has.
seal::Digest chained(std::string_view previous, const AuditEntry& entry) {
  return seal::sha256(seal::bytes(serialize(boost::json::array{
      previous, entry.seq, entry.at.seconds, entry.operator_name, entry.action, entry.number, entry.reason})));
}

std::string text_of(std::string_view hash) {
  return seal::base64url({reinterpret_cast<const unsigned char*>(hash.data()), hash.size()});
}

AuditEntry entry_of(const sql::Rows& rows, std::size_t row) {
  return {.seq = rows.integer(row, 0),
          .at = {rows.integer(row, 1)},
          .operator_name = rows.text(row, 2),
          .action = rows.text(row, 3),
          .number = rows.text(row, 4),
          .reason = rows.text(row, 5),
          .hash = text_of(rows.bytes(row, 6))};
}

const sql::Statement last{
    "SELECT seq, at, operator, action, number, reason, hash FROM audit ORDER BY seq DESC LIMIT 1"};

}  // namespace

AuditEntry append_audit(sql::Connection& connection, Time at, std::string_view operator_name, std::string_view action,
                        std::string_view number, std::string_view reason) {
  // One after the other also from several processes. SQLite has one writer.
  static const sql::Statement lock{"SELECT 1", "SELECT pg_advisory_xact_lock(7325270019)"};
  connection.query(lock);
  const sql::Rows rows = connection.query(last);
  AuditEntry entry{.seq = rows.empty() ? 1 : rows.integer(0, 0) + 1,
                   .at = at,
                   .operator_name = std::string(operator_name),
                   .action = std::string(action),
                   .number = std::string(number),
                   .reason = std::string(reason)};
  const seal::Digest hash = chained(rows.empty() ? std::string() : text_of(rows.bytes(0, 6)), entry);
  static const sql::Statement insert{
      "INSERT INTO audit (seq, at, operator, action, number, reason, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
  connection.execute(insert,
                     {entry.seq, at.seconds, operator_name, action, number, reason, std::as_bytes(std::span(hash))});
  entry.hash = seal::base64url(hash);
  return entry;
}

std::vector<AuditEntry> list_audit(sql::Connection& connection, std::string_view number, std::int64_t before,
                                   std::int64_t most) {
  static const sql::Statement of_all{
      "SELECT seq, at, operator, action, number, reason, hash FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2"};
  static const sql::Statement of_number{
      "SELECT seq, at, operator, action, number, reason, hash FROM audit WHERE number = $3 AND number <> '' "
      "AND seq < $1 ORDER BY seq DESC LIMIT $2"};
  const std::int64_t from = before > 0 ? before : INT64_MAX;
  const sql::Rows rows =
      number.empty() ? connection.query(of_all, {from, most}) : connection.query(of_number, {from, most, number});
  std::vector<AuditEntry> entries;
  for (std::size_t row = 0; row < rows.size(); ++row) entries.push_back(entry_of(rows, row));
  return entries;
}

AuditCheck check_audit(sql::Connection& connection) {
  static const sql::Statement next{
      "SELECT seq, at, operator, action, number, reason, hash FROM audit WHERE seq > $1 ORDER BY seq LIMIT 1000"};
  AuditCheck check;
  while (true) {
    const sql::Rows rows = connection.query(next, {check.entries});
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const AuditEntry entry = entry_of(rows, row);
      if (entry.seq != check.entries + 1 || seal::base64url(chained(check.head, entry)) != entry.hash) {
        check.broken_at = check.entries + 1;
        return check;
      }
      ++check.entries;
      check.head = entry.hash;
    }
    if (rows.empty()) return check;
  }
}

bool audit_holds(sql::Connection& connection, std::int64_t seq, std::string_view hash) {
  static const sql::Statement find{"SELECT seq, at, operator, action, number, reason, hash FROM audit WHERE seq = $1"};
  const sql::Rows rows = connection.query(find, {seq});
  return !rows.empty() && entry_of(rows, 0).hash == hash;
}

}  // namespace sealcart::desk::store
