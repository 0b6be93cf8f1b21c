#include "mall/store/purchases.h"

#include <boost/json.hpp>
#include <cassert>

#include "mall/store/handover_row.h"
#include "mall/store/kept_keys.h"
#include "seal/sign.h"

// A purchase that is paid by card bears the number of that hand-over, which a void names.
#define PURCHASE_COLUMNS                                                                      \
  "p.number, p.amount, p.currency, p.digital, p.physical, p.created, p.state, p.kept_goods, " \
  "(SELECT count(*) FROM void_request v WHERE v.handover = p.number)"

namespace sealcart::mall::store {
namespace {

constexpr std::size_t purchase_columns = 9;

std::optional<std::string> text_or_none(const sql::Rows& rows, std::size_t row, std::size_t column) {
  if (rows.null(row, column)) return std::nullopt;
  return rows.text(row, column);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// Rows of purchases beside their hand-overs, those of one purchase together.
std::vector<Purchase> read_purchases(const sql::Rows& rows) {
  std::vector<Purchase> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (found.empty() || found.back().number != rows.text(i, 0)) {
      found.push_back({.number = rows.text(i, 0),
                       .total = {rows.integer(i, 1), Currency::parse(rows.text(i, 2)).value()},
                       .digital = rows.integer(i, 3) != 0,
                       .physical = rows.integer(i, 4) != 0,
                       .created = {rows.integer(i, 5)},
                       .state = parse_state(rows.text(i, 6)),
                       .cancelled = rows.integer(i, 8) != 0,
                       .kept_goods = rows.null(i, 7) ? std::string() : rows.bytes(i, 7),
                       .handovers = {}});
    }
    found.back().handovers.push_back(read_handover(rows, i, purchase_columns));
  }
  return found;
}

}  // namespace

sql::Blob blob(std::string_view bytes) { return std::as_bytes(std::span(bytes)); }

sql::Param optional_text(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  return std::string_view(*text);
}

Handover read_handover(const sql::Rows& rows, std::size_t i, std::size_t first) {
  const auto at = [&](std::size_t column) { return first + column; };
  Handover handover{.number = rows.text(i, at(0)),
                    .role = parse_role(rows.text(i, at(1))),
                    .partner = rows.text(i, at(2)),
                    .sealed_goods = rows.text(i, at(3)),
                    .disclosure = protocol::parse_disclosure(rows.text(i, at(4))).value()};
  if (!rows.null(i, at(5))) {
    handover.amount = Money{rows.integer(i, at(5)), Currency::parse(rows.text(i, at(6))).value()};
  }
  handover.parcels = split(text_or_none(rows, i, at(7)).value_or(""));
  handover.service = text_or_none(rows, i, at(8)).value_or("");
  handover.request_document = rows.text(i, at(9));
  handover.request_hash = rows.text(i, at(10));
  handover.created = {rows.integer(i, at(11))};
  handover.expires = {rows.integer(i, at(12))};
  handover.state = parse_state(rows.text(i, at(13)));
  if (!rows.null(i, at(14))) {
    handover.reply = protocol::Named{rows.text(i, at(14)), text_or_none(rows, i, at(15))};
  }
  handover.reply_hash = text_or_none(rows, i, at(16));
  if (!rows.null(i, at(17))) handover.answered = Time{rows.integer(i, at(17))};
  handover.returned = rows.integer(i, at(18)) != 0;
  return handover;
}

std::string purchase_hash(std::string_view name) {
  const seal::Digest digest = seal::sha256(seal::bytes(name));
  return {digest.begin(), digest.end()};
}

void insert_purchases(sql::Connection& connection, std::span<NewPurchase* const> purchases) {
  static const sql::Statement insert{
      "INSERT INTO purchase (number, code_hash, offer_hash, amount, currency, digital, physical, created, state, "
      "kept_goods) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (offer_hash) DO NOTHING"};
  for (NewPurchase* row : purchases) {
    const Purchase& p = row->purchase;
    const sql::Param kept = p.kept_goods.empty() ? sql::Param(nullptr) : sql::Param(blob(p.kept_goods));
    row->inserted = connection.execute(insert, {p.number, blob(row->code_hash), blob(row->offer_hash), p.total.minor,
                                                p.total.currency.code(), std::int64_t{p.digital},
                                                std::int64_t{p.physical}, p.created.seconds, name(p.state), kept}) == 1;
    if (!row->inserted) continue;
    for (const Handover& handover : p.handovers) insert_handover(connection, handover, p.number);
    if (!row->kept_key.empty()) keep_key(connection, p.number, row->kept_key);
  }
}

void insert_handover(sql::Connection& connection, const Handover& h, std::string_view purchase) {
  static const sql::Statement insert{
      "INSERT INTO handover (number, purchase, purchase_hash, role, partner, sealed_goods, disclosure, amount, "
      "currency, parcels, service, request_document, request_hash, created, expires, state) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"};
  assert(h.state == State::pending);
  const bool shipping = h.role == Role::shipping;
  const std::string hash = purchase_hash(named(h).name), parcels = joined(h.parcels);
  connection.execute(
      insert, {h.number, purchase, blob(hash), name(h.role), h.partner, h.sealed_goods, protocol::name(h.disclosure),
               h.amount ? sql::Param(h.amount->minor) : sql::Param(nullptr),
               h.amount ? sql::Param(h.amount->currency.code()) : sql::Param(nullptr),
               shipping ? sql::Param(std::string_view(parcels)) : sql::Param(nullptr),
               shipping ? sql::Param(std::string_view(h.service)) : sql::Param(nullptr), h.request_document,
               h.request_hash, h.created.seconds, h.expires.seconds, name(h.state)});
}

void set_pending(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement set{"UPDATE purchase SET state = 'pending' WHERE number = $1 AND state <> 'ok'"};
  connection.execute(set, {purchase});
}

void lock_purchase(sql::Connection& connection, std::string_view code_hash) {
  static const sql::Statement lock{"SELECT number FROM purchase WHERE code_hash = $1",
                                   "SELECT number FROM purchase WHERE code_hash = $1 FOR UPDATE"};
  connection.query(lock, {blob(code_hash)});
}

std::optional<Purchase> purchase_by_code(sql::Connection& connection, std::string_view code_hash) {
  static const sql::Statement select{"SELECT " PURCHASE_COLUMNS ", " HANDOVER_COLUMNS
                                     " FROM purchase p JOIN handover h ON h.purchase = p.number "
                                     "WHERE p.code_hash = $1 ORDER BY h.id"};
  auto found = read_purchases(connection.query(select, {blob(code_hash)}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<Purchase> purchase_by_number(sql::Connection& connection, std::string_view number) {
  static const sql::Statement select{"SELECT " PURCHASE_COLUMNS ", " HANDOVER_COLUMNS
                                     " FROM purchase p JOIN handover h ON h.purchase = p.number "
                                     "WHERE p.number = $1 ORDER BY h.id"};
  auto found = read_purchases(connection.query(select, {number}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool offer_taken(sql::Connection& connection, std::string_view offer_hash) {
  static const sql::Statement select{"SELECT 1 FROM purchase WHERE offer_hash = $1"};
  return !connection.query(select, {blob(offer_hash)}).empty();
}

std::vector<Progress> progress(sql::Connection& connection, std::span<const std::string> numbers) {
  static const sql::Statement select{
      "SELECT number, state, (SELECT count(*) FROM handover h WHERE h.purchase = p.number AND h.state <> 'pending') "
      "FROM purchase p WHERE number IN (SELECT value FROM json_each($1))",
      "SELECT number, state, (SELECT count(*) FROM handover h WHERE h.purchase = p.number AND h.state <> 'pending') "
      "FROM purchase p WHERE number = ANY ($1::text[])"};
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
  std::vector<Progress> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0), parse_state(rows.text(i, 1)), rows.integer(i, 2)});
  }
  return found;
}

std::optional<HandoverState> handover_state(sql::Connection& connection, std::string_view number) {
  static const sql::Statement select{"SELECT purchase, role, state FROM handover WHERE number = $1"};
  const sql::Rows rows = connection.query(select, {number});
  if (rows.empty()) return std::nullopt;
  return HandoverState{rows.text(0, 0), parse_role(rows.text(0, 1)), parse_state(rows.text(0, 2))};
}

std::optional<Handover> handover(sql::Connection& connection, std::string_view number) {
  static const sql::Statement select{"SELECT " HANDOVER_COLUMNS " FROM handover h WHERE h.number = $1"};
  const sql::Rows rows = connection.query(select, {number});
  if (rows.empty()) return std::nullopt;
  return read_handover(rows, 0, 0);
}

std::vector<Purchase> newest_purchases(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement select{"SELECT " PURCHASE_COLUMNS ", " HANDOVER_COLUMNS
                                     " FROM (SELECT * FROM purchase ORDER BY created DESC, number LIMIT $1) p JOIN "
                                     "handover h ON h.purchase = p.number "
                                     "ORDER BY p.created DESC, p.number, h.id"};
  return read_purchases(connection.query(select, {most}));
}

}  // namespace sealcart::mall::store
