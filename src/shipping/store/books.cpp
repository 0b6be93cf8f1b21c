#include "shipping/store/books.h"

#include <array>
#include <cassert>

#include "shipping/store/columns.h"

namespace sealcart::shipping::store {
namespace {

constexpr std::array<std::string_view, 5> account_names = {"drivers", "depot", "bank", "fees", "payable"};
constexpr std::array<std::string_view, 4> entry_names = {"collected", "handed-in", "deposited", "remitted"};

Account account_named(std::string_view text) {
  for (std::size_t i = 0; i < account_names.size(); ++i) {
    if (account_names[i] == text) return static_cast<Account>(i);
  }
  assert(false);  // the table's own check lets no other in
  return Account::bank;
}

std::int64_t account_id(sql::Connection& connection, const Posting& posting) {
  static const sql::Statement insert{
      "INSERT INTO cod_account (kind, mall, currency) VALUES ($1, $2, $3) ON CONFLICT (kind, mall, currency) DO "
      "NOTHING"};
  static const sql::Statement find{"SELECT id FROM cod_account WHERE kind = $1 AND mall = $2 AND currency = $3"};
  const std::string_view kind = name(posting.account), currency = posting.amount.currency.code();
  const sql::Rows found = connection.query(find, {kind, posting.mall, currency});
  if (!found.empty()) return found.integer(0, 0);
  connection.execute(insert, {kind, posting.mall, currency});
  return connection.query(find, {kind, posting.mall, currency}).integer(0, 0);
}

void post_one(sql::Connection& connection, std::int64_t entry, const Posting& posting) {
  static const sql::Statement last{"SELECT seq, balance FROM cod_posting WHERE account = $1 ORDER BY seq DESC LIMIT 1"};
  static const sql::Statement insert{
      "INSERT INTO cod_posting (account, seq, entry, amount, balance) VALUES ($1, $2, $3, $4, $5)"};
  const std::int64_t account = account_id(connection, posting);
  const sql::Rows rows = connection.query(last, {account});
  const std::int64_t seq = rows.empty() ? 1 : rows.integer(0, 0) + 1;
  const auto balance = checked_add(rows.empty() ? 0 : rows.integer(0, 1), posting.amount.minor);
  assert(balance);
  connection.execute(insert, {account, seq, entry, posting.amount.minor, *balance});
}

// Adds a breach for each row of a query whose columns are texts.
void breaches_of(sql::Connection& connection, const sql::Statement& statement, const char* what, BooksCheck& check) {
  const sql::Rows rows = connection.query(statement);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string line = what;
    for (std::size_t column = 0; column < rows.columns_; ++column) line += " " + rows.text(row, column);
    check.breaches.push_back(std::move(line));
  }
}

void check_postings(sql::Connection& connection, BooksCheck& check) {
  static const sql::Statement entries{
      "SELECT CAST(e.id AS TEXT), e.kind FROM cod_entry e LEFT JOIN cod_posting p ON p.entry = e.id "
      "GROUP BY e.id, e.kind HAVING COALESCE(SUM(p.amount), 1) <> 0"};
  static const sql::Statement currencies{
      "SELECT CAST(p.entry AS TEXT), a.currency FROM cod_posting p JOIN cod_account a ON a.id = p.account "
      "GROUP BY p.entry, a.currency HAVING SUM(p.amount) <> 0"};
  static const sql::Statement running{
      "SELECT CAST(account AS TEXT), CAST(seq AS TEXT) FROM (SELECT account, seq, balance, "
      "SUM(amount) OVER (PARTITION BY account ORDER BY seq) AS added, "
      "ROW_NUMBER() OVER (PARTITION BY account ORDER BY seq) AS place FROM cod_posting) AS lines "
      "WHERE balance <> added OR seq <> place"};
  breaches_of(connection, entries, "An entry does not sum to zero:", check);
  breaches_of(connection, currencies, "An entry mixes currencies:", check);
  breaches_of(connection, running, "A line's balance does not follow from those before it:", check);
}

// What the accounts must hold by the rows of cash and payout.
void check_balances(sql::Connection& connection, BooksCheck& check) {
  static const sql::Statement drivers{
      "SELECT currency FROM (SELECT currency, amount FROM cash WHERE handed_in = 0 UNION ALL "
      "SELECT a.currency, -p.amount FROM cod_posting p JOIN cod_account a ON a.id = p.account WHERE a.kind = "
      "'drivers') "
      "AS both_sides GROUP BY currency HAVING SUM(amount) <> 0"};
  static const sql::Statement payable{
      "SELECT mall, currency FROM (SELECT mall, currency, amount - fee AS amount FROM cash WHERE payout IS NULL UNION "
      "ALL "
      "SELECT a.mall, a.currency, p.amount FROM cod_posting p JOIN cod_account a ON a.id = p.account "
      "WHERE a.kind = 'payable') AS both_sides GROUP BY mall, currency HAVING SUM(amount) <> 0"};
  static const sql::Statement fees{
      "SELECT currency FROM (SELECT currency, fee AS amount FROM cash UNION ALL "
      "SELECT a.currency, p.amount FROM cod_posting p JOIN cod_account a ON a.id = p.account WHERE a.kind = 'fees') "
      "AS both_sides GROUP BY currency HAVING SUM(amount) <> 0"};
  static const sql::Statement payouts{
      "SELECT p.number FROM payout p LEFT JOIN cash c ON c.payout = p.id GROUP BY p.id, p.number, p.amount, p.fee, "
      "p.items "
      "HAVING COALESCE(SUM(c.amount), 0) <> p.amount OR COALESCE(SUM(c.fee), 0) <> p.fee OR COUNT(c.parcel) <> "
      "p.items"};
  static const sql::Statement delivered{
      "SELECT p.number FROM parcel p LEFT JOIN cash c ON c.parcel = p.id WHERE p.due IS NOT NULL AND "
      "((p.state = 2) <> (c.parcel IS NOT NULL) OR c.amount <> p.due OR c.currency <> p.currency)"};
  breaches_of(connection, drivers, "The drivers' cash is not what was collected and not handed in:", check);
  breaches_of(connection, payable, "What a mall is owed is not what was collected for it and not paid:", check);
  breaches_of(connection, fees, "The fees are not those of what was collected:", check);
  breaches_of(connection, payouts, "A payout is not the sum of its parcels:", check);
  breaches_of(connection, delivered,
              "A parcel was delivered without its cash, or paid for without being delivered:", check);
}

}  // namespace

void lock_depot(sql::Connection& connection) {
  // SQLite has one writer.
  static const sql::Statement lock{"SELECT 1", "SELECT pg_advisory_xact_lock(7325270020)"};
  connection.query(lock);
}

std::string_view name(Account account) { return account_names.at(static_cast<std::size_t>(account)); }

void post(sql::Connection& connection, Entry kind, std::string_view reference, std::span<const Posting> postings,
          Time now) {
  static const sql::Statement insert{"INSERT INTO cod_entry (kind, reference, at) VALUES ($1, $2, $3) RETURNING id"};
  std::int64_t sum = 0;
  for (const Posting& posting : postings) sum += posting.amount.minor;
  assert(sum == 0 && !postings.empty());
  const std::string_view entry_name = entry_names.at(static_cast<std::size_t>(kind));
  const std::int64_t entry = connection.query(insert, {entry_name, reference, now.seconds}).integer(0, 0);
  for (const Posting& posting : postings) {
    if (posting.amount.minor != 0) post_one(connection, entry, posting);
  }
}

std::vector<Balance> balances(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT a.kind, a.mall, p.balance, a.currency FROM cod_account a JOIN cod_posting p ON p.account = a.id "
      "AND p.seq = (SELECT MAX(seq) FROM cod_posting WHERE account = a.id) ORDER BY a.kind, a.mall, a.currency"};
  const sql::Rows rows = connection.query(find);
  std::vector<Balance> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    all.push_back({account_named(rows.text(row, 0)), rows.text(row, 1), stored_money(rows, row, 2).value()});
  }
  return all;
}

std::int64_t balance(sql::Connection& connection, Account account, Currency currency) {
  for (const Balance& one : balances(connection)) {
    if (one.account == account && one.mall.empty() && one.amount.currency == currency) return one.amount.minor;
  }
  return 0;
}

BooksCheck check_books(sql::Connection& connection) {
  static const sql::Statement count{"SELECT (SELECT COUNT(*) FROM cod_entry), (SELECT COUNT(*) FROM cod_posting)"};
  const sql::Rows rows = connection.query(count);
  BooksCheck check{.entries = rows.integer(0, 0), .postings = rows.integer(0, 1)};
  check_postings(connection, check);
  check_balances(connection, check);
  return check;
}

}  // namespace sealcart::shipping::store
