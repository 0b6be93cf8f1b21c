#include "credit/store/ledger.h"

#include <cassert>

#include "credit/store/paid.h"

namespace sealcart::credit::store {
namespace {

std::int64_t owner_of(const Owners& owners, Account kind) {
  const std::int64_t owner = is_of_card(kind) ? owners.card : kind == Account::payable ? owners.mall : owners.company;
  assert(owner > 0);
  return owner;
}

}  // namespace

Line last_line(sql::Connection& connection, std::int64_t account) {
  static const sql::Statement find{"SELECT seq, balance FROM posting WHERE account = $1 ORDER BY seq DESC LIMIT 1"};
  const sql::Rows rows = connection.query(find, {account});
  if (rows.empty()) return {};
  return {rows.integer(0, 0), rows.integer(0, 1)};
}

void post(sql::Connection& connection, std::int64_t account, Line& last, std::int64_t entry, std::int64_t amount) {
  static const sql::Statement insert{
      "INSERT INTO posting (account, seq, entry, amount, balance) VALUES ($1, $2, $3, $4, $5)"};
  const auto balance = checked_add(last.balance, amount);
  assert(balance);
  last = {last.seq + 1, *balance};
  connection.execute(insert, {account, last.seq, entry, amount, last.balance});
}

std::int64_t add_entry(sql::Connection& connection, EntryKind kind, std::int64_t settlement, Time now) {
  static const sql::Statement insert{
      "INSERT INTO entry (kind, settlement, at) VALUES ($1, NULLIF($2, 0), $3) RETURNING id"};
  return connection.query(insert, {static_cast<std::int64_t>(kind), settlement, now.seconds}).integer(0, 0);
}

void lock_card(sql::Connection& connection, std::int64_t card) {
  static const sql::Statement lock{"SELECT id FROM card WHERE id = $1", "SELECT id FROM card WHERE id = $1 FOR UPDATE"};
  const sql::Rows rows = connection.query(lock, {card});
  assert(rows.size() == 1);
}

std::int64_t lock_owner(sql::Connection& connection, std::string_view mall, const Currency& currency) {
  static const sql::Statement find{"SELECT id FROM account_owner WHERE mall = $1 AND currency = $2",
                                   "SELECT id FROM account_owner WHERE mall = $1 AND currency = $2 FOR UPDATE"};
  static const sql::Statement make{"INSERT INTO account_owner (mall, currency) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
  sql::Rows rows = connection.query(find, {mall, currency.code()});
  if (rows.empty()) {
    connection.execute(make, {mall, currency.code()});
    rows = connection.query(find, {mall, currency.code()});
  }
  return rows.integer(0, 0);
}

std::int64_t enter(sql::Connection& connection, EntryKind kind, std::int64_t settlement, const Owners& owners,
                   const Moves& moves, Time now) {
  const std::int64_t entry = add_entry(connection, kind, settlement, now);
  for (const Move& move : moves) {
    if (move.amount == 0) continue;
    const std::int64_t number = account(owner_of(owners, move.account), move.account);
    Line line = last_line(connection, number);
    post(connection, number, line, entry, move.amount);
    if (move.account == Account::receivable && kind != EntryKind::capture) {
      mark_paid(connection, owners.card, move.amount);
    }
  }
  return entry;
}

Expected<void> set_limit(sql::Connection& connection, std::int64_t card, std::int64_t limit, Time now) {
  lock_card(connection, card);
  const std::int64_t line = balance(connection, account(card, Account::line));
  const auto change = limit_change(-line, balance(connection, account(card, Account::available)), limit);
  if (!change) return tl::unexpected(change.error());
  if (*change != 0) enter(connection, EntryKind::limit, 0, {.card = card}, moves_of_limit(*change), now);
  return {};
}

}  // namespace sealcart::credit::store
