#include <cassert>

#include "credit/store/captures.h"
#include "credit/store/ledger.h"
#include "credit/store/secrets.h"

namespace sealcart::credit::store {
namespace {

Expected<Held> lock_found(sql::Connection& connection, const sql::Rows& rows) {
  if (rows.empty()) return problem(409, "receipt-unknown", "We gave you no such receipt.");
  const auto currency = Currency::parse(rows.text(0, 4));
  assert(currency);
  Held held{.settlement = rows.integer(0, 0),
            .card = rows.integer(0, 1),
            .mall = rows.text(0, 2),
            .known = {.amount = {rows.integer(0, 3), *currency}}};
  lock_card(connection, held.card);
  // Read after the lock: what others did to this card before is there to be seen.
  static const sql::Statement find{
      "SELECT captured, released, refunded, charged_back FROM settlement_state WHERE settlement = $1"};
  const sql::Rows state = connection.query(find, {held.settlement});
  if (!state.empty()) {
    held.known.captured = state.integer(0, 0);
    held.known.released = state.integer(0, 1);
    held.known.refunded = state.integer(0, 2);
    held.known.charged_back = state.integer(0, 3);
  }
  return held;
}

}  // namespace

Expected<Held> lock_held(sql::Connection& connection, const seal::Digest& receipt_key, std::string_view mall) {
  static const sql::Statement find{
      "SELECT id, card, mall, amount, currency FROM settlement WHERE receipt_key = $1 AND outcome = 0 AND mall = $2"};
  return lock_found(connection, connection.query(find, {blob(receipt_key), mall}));
}

Expected<Held> lock_held(sql::Connection& connection, const seal::Digest& receipt_key) {
  static const sql::Statement find{
      "SELECT id, card, mall, amount, currency FROM settlement WHERE receipt_key = $1 AND outcome = 0"};
  return lock_found(connection, connection.query(find, {blob(receipt_key)}));
}

Expected<Held> lock_held(sql::Connection& connection, std::int64_t settlement) {
  static const sql::Statement find{
      "SELECT id, card, mall, amount, currency FROM settlement WHERE id = $1 AND outcome = 0"};
  return lock_found(connection, connection.query(find, {settlement}));
}

void save(sql::Connection& connection, const Held& held) {
  const Authorisation& known = held.known;
  assert(known.open() >= 0 && known.returnable() >= 0);
  static const sql::Statement put{
      "INSERT INTO settlement_state (settlement, captured, released, refunded, charged_back) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (settlement) DO UPDATE SET captured = excluded.captured, "
      "released = excluded.released, refunded = excluded.refunded, charged_back = excluded.charged_back"};
  connection.execute(put, {held.settlement, known.captured, known.released, known.refunded, known.charged_back});
}

void add_item(sql::Connection& connection, const Held& held, const NewItem& item, Time now) {
  static const sql::Statement insert{
      "INSERT INTO mall_item (mall, currency, settlement, card, kind, number, amount, fee, last, evidence, card_total, "
      "entry, covered, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};
  connection.execute(insert,
                     {held.mall, held.known.amount.currency.code(), held.settlement, held.card,
                      static_cast<std::int64_t>(item.kind), item.number, item.amount, item.fee, std::int64_t{item.last},
                      item.evidence, item.card_total, item.entry, std::int64_t{item.covered}, now.seconds});
}

Expected<bool> taken_before(sql::Connection& connection, const Held& held, const NewItem& item) {
  static const sql::Statement find{
      "SELECT settlement, amount, last, evidence FROM mall_item WHERE mall = $1 AND kind = $2 AND number = $3"};
  const sql::Rows rows = connection.query(find, {held.mall, static_cast<std::int64_t>(item.kind), item.number});
  if (rows.empty()) return false;
  const bool same = rows.integer(0, 0) == held.settlement && rows.integer(0, 1) == item.amount &&
                    (rows.integer(0, 2) != 0) == item.last && rows.text(0, 3) == item.evidence;
  if (same) return true;
  return item.kind == ItemKind::capture
             ? problem(409, "claim-conflict", "Another claim was made under this number; give each its own.")
             : problem(409, "refund-conflict", "Another refund was made under this number; give each its own.");
}

}  // namespace sealcart::credit::store
