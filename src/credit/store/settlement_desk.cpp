#include "credit/store/settlement_desk.h"

#include <cassert>

#include "credit/store/secrets.h"
#include "credit/store/settle.h"
#include "protocol/jws.h"

namespace sealcart::credit::store {
namespace {

#define SHOWN                                                                                                       \
  "SELECT s.id, s.at, s.mall, s.purchase, COALESCE(s.receipt, ''), s.outcome, s.goods_kind, s.amount, s.currency, " \
  "COALESCE(t.captured, 0), COALESCE(t.released, 0), COALESCE(t.refunded, 0), COALESCE(t.charged_back, 0), "        \
  "COALESCE(s.card, 0), COALESCE(c.last4, ''), COALESCE(u.id, ''), COALESCE(u.name, '') FROM settlement s "         \
  "LEFT JOIN settlement_state t ON t.settlement = s.id LEFT JOIN card c ON c.id = s.card "                          \
  "LEFT JOIN customer u ON u.id = c.customer "

Currency stored(const std::string& code) {
  const auto currency = Currency::parse(code);
  assert(currency);
  return *currency;
}

SettlementShown read(const sql::Rows& rows, std::size_t i) {
  return {.id = rows.integer(i, 0),
          .at = {rows.integer(i, 1)},
          .mall = rows.text(i, 2),
          .purchase = rows.text(i, 3),
          .receipt = rows.text(i, 4),
          .outcome = static_cast<protocol::Outcome>(rows.integer(i, 5)),
          .digital = rows.integer(i, 6) != 0,
          .known = {{rows.integer(i, 7), stored(rows.text(i, 8))},
                    rows.integer(i, 9),
                    rows.integer(i, 10),
                    rows.integer(i, 11),
                    rows.integer(i, 12)},
          .card = rows.integer(i, 13),
          .last4 = rows.text(i, 14),
          .customer = rows.text(i, 15),
          .customer_name = rows.text(i, 16)};
}

}  // namespace

std::optional<SettlementShown> find_settlement(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{SHOWN "WHERE s.id = $1"};
  const sql::Rows rows = connection.query(find, {id});
  if (rows.empty()) return std::nullopt;
  return read(rows, 0);
}

std::int64_t settlement_of_number(sql::Connection& connection, std::string_view number) {
  static const sql::Statement by_receipt{"SELECT id FROM settlement WHERE receipt_key = $1 AND receipt IS NOT NULL"};
  sql::Rows rows = connection.query(by_receipt, {blob(receipt_key(number))});
  if (!rows.empty()) return rows.integer(0, 0);
  static const sql::Statement malls{"SELECT origin FROM partner WHERE role = 'mall'"};
  static const sql::Statement by_purchase{"SELECT id FROM settlement WHERE purchase_key = $1"};
  const sql::Rows origins = connection.query(malls);
  for (std::size_t i = 0; i < origins.size(); ++i) {
    rows = connection.query(by_purchase, {blob(protocol::request_key(origins.text(i, 0), number))});
    if (!rows.empty()) return rows.integer(0, 0);
  }
  return 0;
}

std::vector<SettlementShown> list_settlements(sql::Connection& connection, std::int64_t card, std::int64_t before,
                                              std::int64_t most) {
  static const sql::Statement all{SHOWN "WHERE s.id < $1 ORDER BY s.id DESC LIMIT $2"};
  // By way of the card's own lines: no index leads from a card to its settlements.
  static const sql::Statement of_card{
      SHOWN
      "WHERE s.id IN (SELECT e.settlement FROM posting p JOIN entry e ON e.id = p.entry "
      "WHERE p.account = $3 * 16 + 2 AND e.kind = 1 AND e.settlement < $1 ORDER BY e.settlement DESC LIMIT $2) "
      "ORDER BY s.id DESC"};
  const std::int64_t from = before > 0 ? before : INT64_MAX;
  const sql::Rows rows =
      card == 0 ? connection.query(all, {from, most}) : connection.query(of_card, {from, most, card});
  std::vector<SettlementShown> list;
  for (std::size_t i = 0; i < rows.size(); ++i) list.push_back(read(rows, i));
  return list;
}

#undef SHOWN

std::vector<ItemShown> items_of_settlement(sql::Connection& connection, std::int64_t settlement) {
  static const sql::Statement find{
      "SELECT i.kind, i.number, i.amount, i.fee, i.at, COALESCE(y.run, 0) FROM mall_item i "
      "LEFT JOIN payout y ON y.id = i.payout WHERE i.settlement = $1 ORDER BY i.id"};
  const sql::Rows rows = connection.query(find, {settlement});
  std::vector<ItemShown> items;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    items.push_back({static_cast<ItemKind>(rows.integer(i, 0)),
                     rows.text(i, 1),
                     rows.integer(i, 2),
                     rows.integer(i, 3),
                     {rows.integer(i, 4)},
                     rows.integer(i, 5)});
  }
  return items;
}

std::vector<EntryLine> lines_of_settlement(sql::Connection& connection, const SettlementShown& settlement) {
  // The memorandum's lines are found on the card's own accounts, the others by their entry.
  static const sql::Statement find{
      "SELECT e.id, e.at, e.kind, p.account, p.amount FROM posting p JOIN entry e ON e.id = p.entry "
      "WHERE p.account IN ($2 * 16 + 1, $2 * 16 + 2) AND e.settlement = $1 "
      "UNION ALL SELECT e.id, e.at, e.kind, p.account, p.amount FROM entry e JOIN posting p ON p.entry = e.id "
      "WHERE e.settlement = $1 AND e.kind <> 1 AND p.account % 16 > 2 ORDER BY 1, 4"};
  const sql::Rows rows = connection.query(find, {settlement.id, settlement.card});
  std::vector<EntryLine> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    lines.push_back({rows.integer(i, 0),
                     {rows.integer(i, 1)},
                     static_cast<EntryKind>(rows.integer(i, 2)),
                     rows.integer(i, 3),
                     rows.integer(i, 4)});
  }
  return lines;
}

std::vector<AccountShown> list_accounts(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT o.id * 16 + k.kind, o.mall, o.currency, (SELECT p.balance FROM posting p "
      "WHERE p.account = o.id * 16 + k.kind ORDER BY p.seq DESC LIMIT 1) FROM account_owner o "
      "CROSS JOIN (SELECT 8 AS kind UNION ALL SELECT 9 UNION ALL SELECT 10 UNION ALL SELECT 12) k "
      "WHERE (SELECT p.balance FROM posting p WHERE p.account = o.id * 16 + k.kind ORDER BY p.seq DESC LIMIT 1) "
      "IS NOT NULL ORDER BY o.currency, o.mall, k.kind"};
  const sql::Rows rows = connection.query(find);
  std::vector<AccountShown> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({rows.integer(i, 0), rows.text(i, 1), rows.text(i, 2), rows.integer(i, 3)});
  }
  return list;
}

std::optional<AccountOwner> account_owner(sql::Connection& connection, std::int64_t account) {
  static const sql::Statement of_card{"SELECT '', last4, customer, currency FROM card WHERE id = $1"};
  static const sql::Statement of_other{"SELECT mall, '', '', currency FROM account_owner WHERE id = $1"};
  const bool card = is_of_card(kind_of(account));
  const sql::Rows rows = connection.query(card ? of_card : of_other, {account / account_kinds});
  if (rows.empty()) return std::nullopt;
  return AccountOwner{rows.text(0, 0), rows.text(0, 1), rows.text(0, 2), stored(rows.text(0, 3))};
}

std::vector<AccountLine> account_lines(sql::Connection& connection, std::int64_t account, std::int64_t before,
                                       std::int64_t most) {
  static const sql::Statement find{
      "SELECT p.seq, p.entry, e.at, e.kind, COALESCE(e.settlement, 0), p.amount, p.balance FROM posting p "
      "JOIN entry e ON e.id = p.entry WHERE p.account = $1 AND p.seq < $2 ORDER BY p.seq DESC LIMIT $3"};
  const sql::Rows rows = connection.query(find, {account, before > 0 ? before : INT64_MAX, most});
  std::vector<AccountLine> lines;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    lines.push_back({rows.integer(i, 0),
                     rows.integer(i, 1),
                     {rows.integer(i, 2)},
                     static_cast<EntryKind>(rows.integer(i, 3)),
                     rows.integer(i, 4),
                     rows.integer(i, 5),
                     rows.integer(i, 6)});
  }
  return lines;
}

}  // namespace sealcart::credit::store
