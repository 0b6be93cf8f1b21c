#include "credit/store/settlements.h"

#include <cassert>

#include "credit/store/secrets.h"

namespace sealcart::credit::store {
namespace {

protocol::Outcome stored_outcome(std::int64_t value) {
  assert(value >= 0 && value <= 2);
  return static_cast<protocol::Outcome>(value);
}

// A currency that was checked when it was stored.
Currency stored_currency(std::string_view code) {
  const auto currency = Currency::parse(code);
  assert(currency);
  return *currency;
}

std::string text_or_empty(const sql::Rows& rows, std::size_t row, std::size_t column) {
  return rows.null(row, column) ? std::string() : rows.text(row, column);
}

// Columns from `first` on: outcome, receipt, amount, currency, request_hash, document.
Settled read_settled(const sql::Rows& rows, std::size_t first) {
  return {stored_outcome(rows.integer(0, first)),
          text_or_empty(rows, 0, first + 1),
          {rows.integer(0, first + 2), stored_currency(rows.text(0, first + 3))},
          rows.text(0, first + 4),
          rows.text(0, first + 5)};
}

Known read_known(const sql::Rows& rows) {
  assert(rows.size() == 1);
  Known known;
  if (!rows.null(0, 0)) known.settled = read_settled(rows, 0);
  if (!rows.null(0, 6)) {
    known.card = CardHeld{.id = rows.integer(0, 6),
                          .last4 = rows.text(0, 7),
                          .currency = stored_currency(rows.text(0, 8)),
                          .blocked = rows.integer(0, 9) != 0,
                          .customer = rows.text(0, 10),
                          .customer_name = rows.text(0, 11),
                          .password_hash = rows.text(0, 12),
                          .customer_locked = rows.integer(0, 13) != 0,
                          .available = rows.null(0, 14) ? 0 : rows.integer(0, 14)};
  }
  return known;
}

#define KNOWN_COLUMNS                                                                                          \
  "SELECT s.outcome, s.receipt, s.amount, s.currency, s.request_hash, s.document, c.id, c.last4, c.currency, " \
  "c.blocked, u.id, u.name, u.password_hash, u.locked, "                                                       \
  "(SELECT p.balance FROM posting p WHERE p.account = c.id * 16 + 1 ORDER BY p.seq DESC LIMIT 1) "             \
  "FROM (SELECT 1) one LEFT JOIN settlement s ON s.purchase_key = $1 "

}  // namespace

std::optional<Settled> find_settled(sql::Connection& connection, const seal::Digest& purchase_key) {
  static const sql::Statement find{
      "SELECT outcome, receipt, amount, currency, request_hash, document FROM settlement WHERE purchase_key = $1"};
  const sql::Rows rows = connection.query(find, {blob(purchase_key)});
  if (rows.empty()) return std::nullopt;
  return read_settled(rows, 0);
}

Known load(sql::Connection& connection, const seal::Digest& purchase_key, std::int64_t card) {
  static const sql::Statement find{KNOWN_COLUMNS
                                   "LEFT JOIN card c ON c.id = $2 LEFT JOIN customer u ON u.id = c.customer"};
  return read_known(connection.query(find, {blob(purchase_key), card}));
}

Known load(sql::Connection& connection, const seal::Digest& purchase_key, const seal::Digest& card_number_hash) {
  static const sql::Statement find{KNOWN_COLUMNS
                                   "LEFT JOIN card c ON c.number_hash = $2 LEFT JOIN customer u ON u.id = c.customer"};
  return read_known(connection.query(find, {blob(purchase_key), blob(card_number_hash)}));
}

#undef KNOWN_COLUMNS

std::vector<SettlementListed> list_settlements(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement find{
      "SELECT s.id, s.at, s.mall, s.purchase, s.receipt, s.outcome, s.amount, s.currency, c.last4 "
      "FROM settlement s LEFT JOIN card c ON c.id = s.card ORDER BY s.id DESC LIMIT $1"};
  const sql::Rows rows = connection.query(find, {most});
  std::vector<SettlementListed> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({.id = rows.integer(i, 0),
                    .at = rows.integer(i, 1),
                    .mall = rows.text(i, 2),
                    .purchase = rows.text(i, 3),
                    .receipt = text_or_empty(rows, i, 4),
                    .outcome = std::string(protocol::name(stored_outcome(rows.integer(i, 5)))),
                    .amount = {rows.integer(i, 6), stored_currency(rows.text(i, 7))},
                    .card_last4 = text_or_empty(rows, i, 8)});
  }
  return list;
}

}  // namespace sealcart::credit::store
