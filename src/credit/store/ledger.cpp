#include "credit/store/ledger.h"

#include <cassert>

namespace sealcart::credit::store {

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

Expected<void> set_limit(sql::Connection& connection, std::int64_t card, std::int64_t limit, Time now) {
  static const sql::Statement lock{"SELECT id FROM card WHERE id = $1", "SELECT id FROM card WHERE id = $1 FOR UPDATE"};
  const sql::Rows rows = connection.query(lock, {card});
  assert(rows.size() == 1);
  Line line = last_line(connection, account(card, Account::line));
  Line available = last_line(connection, account(card, Account::available));
  const auto change = limit_change(-line.balance, available.balance, limit);
  if (!change) return tl::unexpected(change.error());
  if (*change == 0) return {};
  const std::int64_t entry = add_entry(connection, EntryKind::limit, 0, now);
  post(connection, account(card, Account::line), line, entry, -*change);
  post(connection, account(card, Account::available), available, entry, *change);
  return {};
}

}  // namespace sealcart::credit::store
