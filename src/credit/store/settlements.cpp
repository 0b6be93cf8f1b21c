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

// The first columns: outcome, receipt, amount, currency, request_hash, document.
Settled read_settled(const sql::Rows& rows, std::size_t row) {
  return {stored_outcome(rows.integer(row, 0)),
          text_or_empty(rows, row, 1),
          {rows.integer(row, 2), stored_currency(rows.text(row, 3))},
          rows.text(row, 4),
          rows.text(row, 5)};
}

Known read_known(const sql::Rows& rows, std::size_t row) {
  Known known;
  if (!rows.null(row, 0)) known.settled = read_settled(rows, row);
  if (!rows.null(row, 6)) {
    known.card = CardHeld{.id = rows.integer(row, 6),
                          .last4 = rows.text(row, 7),
                          .currency = stored_currency(rows.text(row, 8)),
                          .blocked = rows.integer(row, 9) != 0,
                          .customer = rows.text(row, 10),
                          .customer_name = rows.text(row, 11),
                          .password_hash = rows.text(row, 12),
                          .customer_locked = rows.integer(row, 13) != 0,
                          .available = rows.null(row, 14) ? 0 : rows.integer(row, 14)};
  }
  return known;
}

#define KNOWN_COLUMNS                                                                                          \
  "SELECT s.outcome, s.receipt, s.amount, s.currency, s.request_hash, s.document, c.id, c.last4, c.currency, " \
  "c.blocked, u.id, u.name, u.password_hash, u.locked, "                                                       \
  "(SELECT p.balance FROM posting p WHERE p.account = c.id * 16 + 1 ORDER BY p.seq DESC LIMIT 1) "
#define KNOWN_OF_ONE KNOWN_COLUMNS "FROM (SELECT 1) one LEFT JOIN settlement s ON s.purchase_key = $1 "

}  // namespace

std::optional<Settled> find_settled(sql::Connection& connection, const seal::Digest& purchase_key) {
  static const sql::Statement find{
      "SELECT outcome, receipt, amount, currency, request_hash, document FROM settlement WHERE purchase_key = $1"};
  const sql::Rows rows = connection.query(find, {blob(purchase_key)});
  if (rows.empty()) return std::nullopt;
  return read_settled(rows, 0);
}

Known load(sql::Connection& connection, const seal::Digest& purchase_key, std::int64_t card) {
  static const sql::Statement find{KNOWN_OF_ONE
                                   "LEFT JOIN card c ON c.id = $2 LEFT JOIN customer u ON u.id = c.customer"};
  return read_known(connection.query(find, {blob(purchase_key), card}), 0);
}

Known load(sql::Connection& connection, const seal::Digest& purchase_key, const seal::Digest& card_number_hash) {
  static const sql::Statement find{KNOWN_OF_ONE
                                   "LEFT JOIN card c ON c.number_hash = $2 LEFT JOIN customer u ON u.id = c.customer"};
  return read_known(connection.query(find, {blob(purchase_key), blob(card_number_hash)}), 0);
}

void load_all(sql::Connection& connection, std::span<Load* const> loads) {
  if (connection.dialect() == sql::Dialect::sqlite) {
    for (Load* one : loads) one->known = load(connection, one->purchase_key, one->card);
    return;
  }
  // LATERAL with a LIMIT is looked up by index whatever the planner believes of the growing table's size.
  static const sql::Statement find{
      "", KNOWN_COLUMNS
      ", asked.place FROM unnest($1::bytea[], $2::bigint[]) WITH ORDINALITY AS asked (purchase_key, card, place) "
      "LEFT JOIN LATERAL (SELECT * FROM settlement WHERE settlement.purchase_key = asked.purchase_key LIMIT 1) s "
      "ON true "
      "LEFT JOIN card c ON c.id = asked.card LEFT JOIN customer u ON u.id = c.customer"};
  std::vector<sql::Blob> keys;
  std::vector<std::int64_t> cards;
  for (const Load* one : loads) {
    keys.push_back(blob(one->purchase_key));
    cards.push_back(one->card);
  }
  const sql::Rows rows =
      connection.query(find, {std::span<const sql::Blob>(keys), std::span<const std::int64_t>(cards)});
  assert(rows.size() == loads.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    loads[static_cast<std::size_t>(rows.integer(row, 15)) - 1]->known = read_known(rows, row);
  }
}

#undef KNOWN_OF_ONE
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
