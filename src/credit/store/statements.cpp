#include "credit/store/statements.h"

#include <algorithm>
#include <cassert>

#include "credit/store/paid.h"
#include "credit/store/statement_mail.h"

namespace sealcart::credit::store {
namespace {

// A statement that asked for nothing stays one, whatever is taken back later: those before it ask.
#define OPEN_OF_S \
  "CASE WHEN s.closing > 0 THEN s.captured - " SEALCART_COVERED_OF("s.customer", "s.currency") " ELSE 0 END"
#define STATEMENT_COLUMNS                                                                                  \
  "SELECT s.id, s.customer, u.name, s.currency, s.until, s.due, s.at, s.opening, s.closing, s.reference, " \
  "s.level, " OPEN_OF_S " FROM statement s JOIN customer u ON u.id = s.customer "

StatementRow read_row(const sql::Rows& rows, std::size_t row) {
  const auto currency = Currency::parse(rows.text(row, 3));
  assert(currency);
  return {.id = rows.integer(row, 0),
          .customer = rows.text(row, 1),
          .customer_name = rows.text(row, 2),
          .currency = *currency,
          .until = {rows.integer(row, 4)},
          .due = {rows.integer(row, 5)},
          .at = {rows.integer(row, 6)},
          .opening = rows.integer(row, 7),
          .closing = rows.integer(row, 8),
          .open = rows.integer(row, 11),
          .reference = rows.text(row, 9),
          .level = rows.integer(row, 10)};
}

std::optional<StatementRow> first(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return read_row(rows, 0);
}

}  // namespace

std::int64_t remind(sql::Connection& connection, const Terms& terms, std::int64_t most, Time now) {
  static const sql::Statement find{
      "SELECT s.id, s.level FROM statement s WHERE s.due < $1 AND s.level < 3 AND s.level_at <= $2 AND s.paid = 0 "
      "AND NOT EXISTS (SELECT 1 FROM statement n WHERE n.customer = s.customer "
      "AND n.currency = s.currency AND n.until > s.until AND n.due < $1) ORDER BY s.id LIMIT $3"};
  const sql::Rows rows =
      connection.query(find, {now.seconds, (now - terms.dunning_days * seconds_per_day).seconds, most});
  static const sql::Statement raise{
      "UPDATE statement SET level = level + 1, level_at = $3 WHERE id = $1 AND level = $2"};
  std::int64_t raised = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::int64_t id = rows.integer(i, 0), level = rows.integer(i, 1);
    if (connection.execute(raise, {id, level, now.seconds}) == 0) continue;  // another process did
    queue_mail(connection, id, level + 1, now);
    ++raised;
  }
  return raised;
}

std::optional<StatementRow> find_statement(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{STATEMENT_COLUMNS "WHERE s.id = $1"};
  return first(connection.query(find, {id}));
}

std::optional<StatementRow> find_statement(sql::Connection& connection, std::string_view reference) {
  static const sql::Statement find{STATEMENT_COLUMNS "WHERE s.reference = $1"};
  return first(connection.query(find, {reference}));
}

std::vector<StatementRow> list_statements(sql::Connection& connection, const StatementFilter& filter, Time now) {
  static const sql::Statement all{STATEMENT_COLUMNS "WHERE s.id < $1 ORDER BY s.id DESC LIMIT $2"};
  static const sql::Statement of_customer{STATEMENT_COLUMNS
                                          "WHERE s.id < $1 AND s.customer = $3 ORDER BY s.id DESC LIMIT $2"};
  static const sql::Statement overdue{STATEMENT_COLUMNS
                                      "WHERE s.paid = 0 AND (s.due, s.id) < ($3, $1) "
                                      "ORDER BY s.due DESC, s.id DESC LIMIT $2"};
  const auto read = [&]() -> sql::Rows {
    const std::int64_t before = filter.before > 0 ? filter.before : INT64_MAX;
    if (!filter.customer.empty()) return connection.query(of_customer, {before, filter.most, filter.customer});
    if (!filter.overdue) return connection.query(all, {before, filter.most});
    const auto from = filter.before > 0 ? find_statement(connection, filter.before) : std::nullopt;
    if (!from) return connection.query(overdue, {std::int64_t{0}, filter.most, now.seconds});
    return connection.query(overdue, {from->id, filter.most, std::min(from->due, now).seconds});
  };
  const sql::Rows rows = read();
  std::vector<StatementRow> list;
  for (std::size_t i = 0; i < rows.size(); ++i) list.push_back(read_row(rows, i));
  return list;
}

#undef STATEMENT_COLUMNS
#undef OPEN_OF_S

std::vector<StatementLine> statement_lines(sql::Connection& connection, std::int64_t statement) {
  static const sql::Statement find{
      "SELECT e.at, e.kind, p.amount, COALESCE(m.name, s.mall, ''), COALESCE(s.receipt, ''), c.last4 "
      "FROM statement_card k JOIN posting p ON p.account = k.card * 16 + 4 AND p.seq BETWEEN k.first_seq AND "
      "k.last_seq "
      "JOIN entry e ON e.id = p.entry JOIN card c ON c.id = k.card LEFT JOIN settlement s ON s.id = e.settlement "
      "LEFT JOIN partner m ON m.id = s.mall WHERE k.statement = $1 ORDER BY p.entry"};
  const sql::Rows rows = connection.query(find, {statement});
  std::vector<StatementLine> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    lines.push_back({.at = {rows.integer(i, 0)},
                     .kind = static_cast<EntryKind>(rows.integer(i, 1)),
                     .amount = rows.integer(i, 2),
                     .mall_name = rows.text(i, 3),
                     .receipt = rows.text(i, 4),
                     .last4 = rows.text(i, 5)});
  }
  return lines;
}

Addressee addressee(sql::Connection& connection, std::string_view customer) {
  static const sql::Statement find{"SELECT name, address, email FROM customer WHERE id = $1"};
  const sql::Rows rows = connection.query(find, {customer});
  assert(rows.size() == 1);
  return {rows.text(0, 0), rows.text(0, 1), rows.text(0, 2)};
}

}  // namespace sealcart::credit::store
