// `ledger check`: every rule of the books as a query that finds what breaks it.
#include <iterator>

#include "credit/store/ledger.h"

namespace sealcart::credit::store {
namespace {

// Each finds numbers of what breaks the rule (at most twenty of them).
struct Rule {
  sql::Statement find;
  std::string_view breach;  // "<breach> <number>"
};

const Rule rules[] = {
    {{"SELECT p.entry FROM posting p LEFT JOIN card c ON c.id = p.account / 16 "
      "GROUP BY p.entry, c.currency HAVING SUM(p.amount) <> 0 LIMIT 20"},
     "does not sum to zero: entry"},
    {{"SELECT p.account FROM posting p LEFT JOIN posting b ON b.account = p.account AND b.seq = p.seq - 1 "
      "WHERE p.balance <> COALESCE(b.balance, 0) + p.amount LIMIT 20"},
     "has a wrong running balance: account"},
    {{"SELECT p.account FROM posting p LEFT JOIN posting b ON b.account = p.account AND b.seq = p.seq - 1 "
      "WHERE b.seq IS NULL AND p.seq <> 1 LIMIT 20"},
     "lacks a line: account"},
    {{"SELECT account FROM posting WHERE account % 16 = 1 AND balance < 0 LIMIT 20"},
     "is below zero: available account"},
    {{"SELECT p.account FROM posting p LEFT JOIN card c ON c.id = p.account / 16 WHERE c.id IS NULL LIMIT 20"},
     "belongs to no card: account"},
    {{"SELECT p.entry FROM posting p LEFT JOIN entry e ON e.id = p.entry WHERE e.id IS NULL LIMIT 20"},
     "is posted but not written: entry"},
    {{"SELECT e.id FROM entry e LEFT JOIN posting p ON p.entry = e.id WHERE p.entry IS NULL LIMIT 20"},
     "has no posting: entry"},
    {{"SELECT s.id FROM settlement s LEFT JOIN entry e ON e.settlement = s.id AND e.kind = 1 "
      "GROUP BY s.id, s.outcome HAVING COUNT(e.id) <> CASE WHEN s.outcome = 0 THEN 1 ELSE 0 END LIMIT 20"},
     "has not the one authorisation that its outcome asks for: settlement"},
    {{"SELECT e.id FROM entry e LEFT JOIN settlement s ON s.id = e.settlement "
      "WHERE e.settlement IS NOT NULL AND s.id IS NULL LIMIT 20"},
     "names a settlement that is not there: entry"},
    {{"SELECT s.id FROM settlement s JOIN entry e ON e.settlement = s.id AND e.kind = 1 "
      "LEFT JOIN posting a ON a.entry = e.id AND a.account = s.card * 16 + 1 AND a.amount = -s.amount "
      "LEFT JOIN posting h ON h.entry = e.id AND h.account = s.card * 16 + 2 AND h.amount = s.amount "
      "WHERE a.entry IS NULL OR h.entry IS NULL LIMIT 20"},
     "is not posted on its card with its amount: settlement"},
    {{"SELECT s.id FROM settlement s JOIN card c ON c.id = s.card WHERE s.outcome = 0 AND c.currency <> s.currency "
      "LIMIT 20"},
     "is in another currency than its card: settlement"},
};

std::int64_t count(sql::Connection& connection, const sql::Statement& statement) {
  return connection.query(statement).integer(0, 0);
}

}  // namespace

Audit audit(sql::Connection& connection) {
  static const sql::Statement entries{"SELECT COUNT(*) FROM entry"};
  static const sql::Statement postings{"SELECT COUNT(*) FROM posting"};
  static const sql::Statement settlements{"SELECT COUNT(*) FROM settlement"};
  Audit result{count(connection, entries), count(connection, postings), count(connection, settlements), {}, {}};
  for (const Rule& rule : rules) {
    const sql::Rows rows = connection.query(rule.find);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      result.breaches.push_back(std::string(rule.breach) + " " + std::to_string(rows.integer(i, 0)));
    }
  }
  // SUM is numeric in PostgreSQL; these sums fit an integer.
  static const sql::Statement totals{
      "SELECT c.currency, CAST(COALESCE(SUM(p.amount), 0) AS BIGINT), "
      "(SELECT CAST(COALESCE(SUM(s.amount), 0) AS BIGINT) FROM settlement s WHERE s.outcome = 0 "
      "AND s.currency = c.currency) "
      "FROM card c LEFT JOIN posting p ON p.account = c.id * 16 + 2 GROUP BY c.currency ORDER BY c.currency"};
  const sql::Rows rows = connection.query(totals);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    result.totals.push_back({rows.text(i, 0), rows.integer(i, 2), rows.integer(i, 1)});
  }
  return result;
}

}  // namespace sealcart::credit::store
