#include "exchange/store/letters.h"

namespace sealcart::exchange::store {
namespace {

std::vector<RefusedLetter> read(const sql::Rows& rows) {
  std::vector<RefusedLetter> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.integer(i, 0), rows.text(i, 1), rows.text(i, 2), rows.text(i, 3), {rows.integer(i, 4)}});
  }
  return found;
}

}  // namespace

LetterCount count_letters(sql::Connection& connection) {
  // One statement an index: outbox_due and outbox_refused.
  static const sql::Statement waiting{"SELECT count(*) FROM outbox WHERE refused IS NULL"};
  static const sql::Statement refused{"SELECT count(*) FROM outbox WHERE refused IS NOT NULL"};
  return {connection.query(waiting).integer(0, 0), connection.query(refused).integer(0, 0)};
}

std::vector<RefusedLetter> refused_letters(sql::Connection& connection, std::int64_t before, std::int64_t most) {
  static const sql::Statement select{
      "SELECT id, partner, document, refused, created FROM outbox WHERE refused IS NOT NULL AND id < $1 "
      "ORDER BY id DESC LIMIT $2"};
  return read(connection.query(select, {before > 0 ? before : INT64_MAX, most}));
}

std::optional<RefusedLetter> refused_letter(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement select{
      "SELECT id, partner, document, refused, created FROM outbox WHERE refused IS NOT NULL AND id = $1"};
  auto found = read(connection.query(select, {id}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool send_again(sql::Connection& connection, std::int64_t id, Time now) {
  static const sql::Statement set{
      "UPDATE outbox SET refused = NULL, attempts = 0, next_attempt = $2 WHERE id = $1 AND refused IS NOT NULL"};
  return connection.execute(set, {id, now.seconds}) == 1;
}

bool drop_refused(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement drop{"DELETE FROM outbox WHERE id = $1 AND refused IS NOT NULL"};
  return connection.execute(drop, {id}) == 1;
}

std::optional<std::string> letter_refusal(sql::Connection& connection, std::string_view partner,
                                          std::string_view document) {
  static const sql::Statement select{"SELECT COALESCE(refused, '') FROM outbox WHERE partner = $1 AND document = $2"};
  const sql::Rows rows = connection.query(select, {partner, document});
  if (rows.empty()) return std::nullopt;
  return rows.text(0, 0);
}

}  // namespace sealcart::exchange::store
