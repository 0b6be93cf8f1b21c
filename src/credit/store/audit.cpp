// `ledger check`: every rule of the books as a query that finds what breaks it.
#include <iterator>

#include "credit/store/ledger.h"
#include "credit/store/paid.h"

namespace sealcart::credit::store {
namespace {

// Each finds numbers of what breaks the rule (at most twenty of them).
struct Rule {
  sql::Statement find;
  std::string_view breach;  // "<breach> <number>"
};

#define LAST_BALANCE(account) \
  "COALESCE((SELECT balance FROM posting WHERE account = " account " ORDER BY seq DESC LIMIT 1), 0)"
#define OWNERS_OF_POSTINGS                                                      \
  "posting p LEFT JOIN card c ON c.id = p.account / 16 AND p.account % 16 < 8 " \
  "LEFT JOIN account_owner o ON o.id = p.account / 16 AND p.account % 16 > 7 "
// What an item adds to what a mall is owed.
#define OWED "CASE WHEN i.kind = 0 THEN i.amount - i.fee ELSE -i.amount - i.fee END"

const Rule rules[] = {
    // The memorandum and the real accounts are each their own books.
    {{"SELECT p.entry FROM " OWNERS_OF_POSTINGS
      "GROUP BY p.entry, COALESCE(c.currency, o.currency), CASE WHEN p.account % 16 < 4 THEN 0 ELSE 1 END "
      "HAVING SUM(p.amount) <> 0 LIMIT 20"},
     "does not sum to zero: entry"},
    {{"SELECT p.account FROM posting p LEFT JOIN posting b ON b.account = p.account AND b.seq = p.seq - 1 "
      "WHERE p.balance <> COALESCE(b.balance, 0) + p.amount LIMIT 20"},
     "has a wrong running balance: account"},
    {{"SELECT p.account FROM posting p LEFT JOIN posting b ON b.account = p.account AND b.seq = p.seq - 1 "
      "WHERE b.seq IS NULL AND p.seq <> 1 LIMIT 20"},
     "lacks a line: account"},
    {{"SELECT account FROM posting WHERE account % 16 = 1 AND balance < 0 LIMIT 20"},
     "is below zero: available account"},
    {{"SELECT p.account FROM " OWNERS_OF_POSTINGS "WHERE c.id IS NULL AND o.id IS NULL LIMIT 20"},
     "belongs to nobody: account"},
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
    {{"SELECT t.settlement FROM settlement_state t LEFT JOIN settlement s ON s.id = t.settlement AND s.outcome = 0 "
      "WHERE s.id IS NULL OR t.captured + t.released > s.amount LIMIT 20"},
     "was claimed and released beyond what it authorised: settlement"},
    {{"SELECT t.settlement FROM settlement_state t LEFT JOIN mall_item i ON i.settlement = t.settlement "
      "GROUP BY t.settlement, t.captured, t.refunded, t.charged_back "
      "HAVING t.captured <> COALESCE(SUM(CASE WHEN i.kind = 0 THEN i.amount ELSE 0 END), 0) "
      "OR t.refunded <> COALESCE(SUM(CASE WHEN i.kind = 1 THEN i.amount ELSE 0 END), 0) "
      "OR t.charged_back <> COALESCE(SUM(CASE WHEN i.kind = 2 THEN i.amount ELSE 0 END), 0) LIMIT 20"},
     "has other sums than its claims and refunds: settlement"},
    {{"SELECT i.id FROM mall_item i LEFT JOIN posting p ON p.entry = i.entry AND p.account = i.card * 16 + 4 "
      "AND p.account % 16 > 2 AND p.amount = CASE WHEN i.kind = 0 THEN i.amount ELSE -i.amount END "
      "WHERE p.entry IS NULL LIMIT 20"},
     "is not posted on its card with its amount: claim or refund"},
    {{"SELECT c.id FROM card c LEFT JOIN (SELECT s.card, SUM(s.amount - COALESCE(t.captured, 0) - "
      "COALESCE(t.released, 0)) AS held FROM settlement s LEFT JOIN settlement_state t ON t.settlement = s.id "
      "WHERE s.outcome = 0 GROUP BY s.card) h ON h.card = c.id "
      "WHERE COALESCE(h.held, 0) <> " LAST_BALANCE("c.id * 16 + 2") " LIMIT 20"},
     "holds another sum than its open settlements: card"},
    {{"SELECT c.id FROM card c WHERE " LAST_BALANCE("c.id * 16 + 3") " <> " LAST_BALANCE("c.id * 16 + 4") " LIMIT 20"},
     "has used something else than it owes: card"},
    {{"SELECT o.id FROM account_owner o WHERE o.mall <> '' AND " LAST_BALANCE(
         "o.id * 16 + 8") " <> "
                          "-COALESCE((SELECT SUM(" OWED
                          ") FROM mall_item i WHERE i.mall = o.mall AND i.currency = o.currency "
                          "AND i.payout IS NULL), 0) LIMIT 20"},
     "is owed something else than its open claims and refunds: owner of accounts"},
    {{"SELECT o.id FROM account_owner o WHERE o.mall = '' AND " LAST_BALANCE(
         "o.id * 16 + 12") " <> "
                           "-COALESCE((SELECT SUM(b.amount) FROM bank_item b WHERE b.currency = o.currency AND b.state "
                           "= 0), 0) LIMIT 20"},
     "has another suspense than its unmatched payments: owner of accounts"},
    {{"SELECT o.id FROM account_owner o WHERE o.mall = '' AND " LAST_BALANCE(
         "o.id * 16 + 9") " <> "
                          "COALESCE((SELECT SUM(b.amount) FROM bank_item b WHERE b.currency = o.currency AND b.state "
                          "<> 2), 0) - "
                          "COALESCE((SELECT SUM(y.amount) FROM payout y WHERE y.currency = o.currency), 0) LIMIT 20"},
     "has another bank balance than its payments and payouts: owner of accounts"},
    {{"SELECT y.id FROM payout y LEFT JOIN mall_item i ON i.payout = y.id GROUP BY y.id, y.amount, y.items "
      "HAVING COALESCE(SUM(" OWED "), 0) <> y.amount OR COUNT(i.id) <> y.items LIMIT 20"},
     "pays something else than its items: payout"},
    {{"SELECT i.id FROM mall_item i WHERE i.covered <> CASE WHEN i.kind <> 0 OR i.card_total <= "
      "(SELECT CAST(SUM(n.amount) AS BIGINT) FROM mall_item n WHERE n.card = i.card AND n.kind = 0) - " LAST_BALANCE(
          "i.card * 16 + 4") " THEN 1 ELSE 0 END LIMIT 20"},
     "is marked as paid by its customer or not, against the card's balance: claim or refund"},
    // What lowered or raised the debt since, line by line; the customer's other cards had no line before.
    {{"SELECT o.id FROM (SELECT s.id, s.customer, s.currency, s.closing, s.captured, s.paid, s.closing + "
      "COALESCE(SUM(CASE WHEN e.kind <> 2 THEN p.amount ELSE 0 END), 0) AS open FROM statement s "
      "JOIN card c ON c.customer = s.customer AND c.currency = s.currency "
      "LEFT JOIN statement_card k ON k.statement = s.id AND k.card = c.id "
      "LEFT JOIN posting p ON p.account = c.id * 16 + 4 AND p.seq > COALESCE(k.last_seq, 0) "
      "LEFT JOIN entry e ON e.id = p.entry "
      "GROUP BY s.id, s.customer, s.currency, s.closing, s.captured, s.paid) o "
      "WHERE o.captured - " SEALCART_COVERED_OF(
          "o.customer",
          "o.currency") " <> o.open "
                        "OR o.paid <> CASE WHEN o.closing <= 0 OR o.open <= 0 THEN 1 ELSE 0 END LIMIT 20"},
     "has another open amount or mark than its lines: statement"},
    {{"SELECT b.id FROM bank_item b LEFT JOIN payment_part t ON t.item = b.id GROUP BY b.id, b.state, b.amount "
      "HAVING COALESCE(SUM(t.amount), 0) <> CASE WHEN b.state = 1 THEN b.amount ELSE 0 END LIMIT 20"},
     "is booked to cards with another sum: payment"},
};

std::int64_t count(sql::Connection& connection, const sql::Statement& statement) {
  return connection.query(statement).integer(0, 0);
}

std::vector<Audit::Total> totals(sql::Connection& connection) {
  // SUM is numeric in PostgreSQL; these sums fit an integer.
  static const sql::Statement find{
      "SELECT k.currency, "
      "(SELECT CAST(COALESCE(SUM(s.amount), 0) AS BIGINT) FROM settlement s WHERE s.outcome = 0 "
      "AND s.currency = k.currency), "
      "(SELECT CAST(COALESCE(SUM(" LAST_BALANCE("c.id * 16 + 2") "), 0) AS BIGINT) FROM card c "
      "WHERE c.currency = k.currency), "
      "(SELECT CAST(COALESCE(SUM(" LAST_BALANCE("c.id * 16 + 4") "), 0) AS BIGINT) FROM card c "
      "WHERE c.currency = k.currency), "
      "(SELECT CAST(COALESCE(SUM(" LAST_BALANCE("o.id * 16 + 8") "), 0) AS BIGINT) FROM account_owner o "
      "WHERE o.currency = k.currency AND o.mall <> ''), "
      "COALESCE((SELECT " LAST_BALANCE("o.id * 16 + 9") " FROM account_owner o WHERE o.currency = k.currency "
      "AND o.mall = ''), 0), "
      "COALESCE((SELECT " LAST_BALANCE("o.id * 16 + 10") " FROM account_owner o WHERE o.currency = k.currency "
      "AND o.mall = ''), 0), "
      "COALESCE((SELECT " LAST_BALANCE("o.id * 16 + 12") " FROM account_owner o WHERE o.currency = k.currency "
      "AND o.mall = ''), 0) "
      "FROM (SELECT currency FROM card UNION SELECT currency FROM account_owner) k ORDER BY k.currency"};
  std::vector<Audit::Total> result;
  const sql::Rows rows = connection.query(find);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    result.push_back({.currency = rows.text(i, 0),
                      .settled = rows.integer(i, 1),
                      .authorised = rows.integer(i, 2),
                      .receivable = rows.integer(i, 3),
                      .payable = rows.integer(i, 4),
                      .bank = rows.integer(i, 5),
                      .fees = rows.integer(i, 6),
                      .suspense = rows.integer(i, 7)});
  }
  return result;
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
  result.totals = totals(connection);
  return result;
}

#undef OWED
#undef OWNERS_OF_POSTINGS
#undef LAST_BALANCE

}  // namespace sealcart::credit::store
