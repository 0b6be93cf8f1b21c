#include "mall/store/purchases.h"

#include <boost/json.hpp>

#include "seal/sign.h"

// The columns of a Purchase, in the order in which read() takes them.
#define COLUMNS                                                                                                  \
  "number, sealed_goods, disclosure, amount, currency, kind, partner, request_document, request_hash, created, " \
  "expires, state, receipt, sealed_customer, result_hash, settled"

namespace sealcart::mall::store {
namespace {

sql::Blob blob(std::string_view bytes) { return std::as_bytes(std::span(bytes)); }

std::optional<std::string> optional_text(const sql::Rows& rows, std::size_t row, std::size_t column) {
  if (rows.null(row, column)) return std::nullopt;
  return rows.text(row, column);
}

Purchase read(const sql::Rows& rows, std::size_t i) {
  Purchase purchase{.number = rows.text(i, 0),
                    .sealed_goods = rows.text(i, 1),
                    .disclosure = protocol::parse_disclosure(rows.text(i, 2)).value(),
                    .amount = {rows.integer(i, 3), Currency::parse(rows.text(i, 4)).value()},
                    .kind = rows.text(i, 5) == "digital" ? protocol::GoodsKind::digital : protocol::GoodsKind::physical,
                    .partner = rows.text(i, 6),
                    .request_document = rows.text(i, 7),
                    .request_hash = rows.text(i, 8),
                    .created = {rows.integer(i, 9)},
                    .expires = {rows.integer(i, 10)},
                    .state = parse_state(rows.text(i, 11)),
                    .receipt = optional_text(rows, i, 12),
                    .sealed_customer = optional_text(rows, i, 13),
                    .result_hash = optional_text(rows, i, 14)};
  if (!rows.null(i, 15)) purchase.settled = Time{rows.integer(i, 15)};
  return purchase;
}

std::optional<Purchase> read_one(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return read(rows, 0);
}

}  // namespace

std::string purchase_hash(std::string_view purchase_field) {
  const seal::Digest digest = seal::sha256(seal::bytes(purchase_field));
  return {digest.begin(), digest.end()};
}

void insert_purchases(sql::Connection& connection, std::span<NewPurchase* const> purchases) {
  static const sql::Statement insert{
      "INSERT INTO purchase (number, code_hash, offer_hash, purchase_hash, sealed_goods, disclosure, amount, currency, "
      "kind, "
      "partner, request_document, request_hash, created, expires, state) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending') ON CONFLICT (offer_hash) DO "
      "NOTHING"};
  for (NewPurchase* row : purchases) {
    const Purchase& p = row->purchase;
    row->inserted =
        connection.execute(
            insert, {p.number, blob(row->code_hash), blob(row->offer_hash), blob(row->purchase_hash), p.sealed_goods,
                     protocol::name(p.disclosure), p.amount.minor, p.amount.currency.code(), protocol::name(p.kind),
                     p.partner, p.request_document, p.request_hash, p.created.seconds, p.expires.seconds}) == 1;
  }
}

std::optional<Purchase> purchase_by_code(sql::Connection& connection, std::string_view code_hash) {
  static const sql::Statement select{"SELECT " COLUMNS " FROM purchase WHERE code_hash = $1"};
  return read_one(connection.query(select, {blob(code_hash)}));
}

bool offer_taken(sql::Connection& connection, std::string_view offer_hash) {
  static const sql::Statement select{"SELECT 1 FROM purchase WHERE offer_hash = $1"};
  return !connection.query(select, {blob(offer_hash)}).empty();
}

std::optional<Purchase> purchase_by_hash(sql::Connection& connection, std::string_view hash, bool lock) {
  static const sql::Statement select{"SELECT " COLUMNS " FROM purchase WHERE purchase_hash = $1"};
  static const sql::Statement select_and_lock{"SELECT " COLUMNS " FROM purchase WHERE purchase_hash = $1",
                                              "SELECT " COLUMNS " FROM purchase WHERE purchase_hash = $1 FOR UPDATE"};
  return read_one(connection.query(lock ? select_and_lock : select, {blob(hash)}));
}

std::vector<std::pair<std::string, State>> states(sql::Connection& connection, std::span<const std::string> numbers) {
  static const sql::Statement select{
      "SELECT number, state FROM purchase WHERE number IN (SELECT value FROM json_each($1))",
      "SELECT number, state FROM purchase WHERE number = ANY ($1::text[])"};
  if (numbers.empty()) return {};
  sql::Rows rows;
  if (connection.dialect() == sql::Dialect::postgres) {
    const std::vector<std::string_view> views(numbers.begin(), numbers.end());
    rows = connection.query(select, {std::span<const std::string_view>(views)});
  } else {
    boost::json::array list;
    for (const std::string& number : numbers) list.emplace_back(number);
    const std::string text = boost::json::serialize(list);
    rows = connection.query(select, {text});
  }
  std::vector<std::pair<std::string, State>> found;
  for (std::size_t i = 0; i < rows.size(); ++i) found.emplace_back(rows.text(i, 0), parse_state(rows.text(i, 1)));
  return found;
}

std::vector<Purchase> newest_purchases(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement select{"SELECT " COLUMNS " FROM purchase ORDER BY created DESC, number LIMIT $1"};
  const sql::Rows rows = connection.query(select, {most});
  std::vector<Purchase> found;
  for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(read(rows, i));
  return found;
}

}  // namespace sealcart::mall::store
