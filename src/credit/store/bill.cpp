// A billing run.
#include <map>

#include "core/day.h"
#include "credit/rules/payment_reference.h"
#include "credit/store/ledger.h"
#include "credit/store/paid.h"
#include "credit/store/statement_mail.h"
#include "credit/store/statements.h"

namespace sealcart::credit::store {
namespace {

// One card's lines on the statement to be made.
struct CardLines {
  std::int64_t card, first_seq, last_seq;
  std::int64_t balance;   // after the last of them
  std::int64_t captured;  // all captures of the card up to there
};

std::int64_t last_billed(sql::Connection& connection, std::int64_t card) {
  static const sql::Statement find{
      "SELECT last_seq FROM statement_card WHERE card = $1 ORDER BY statement DESC LIMIT 1"};
  const sql::Rows rows = connection.query(find, {card});
  return rows.empty() ? 0 : rows.integer(0, 0);
}

// nullopt when the card never owed anything before `until`.
std::optional<CardLines> lines_of(sql::Connection& connection, std::int64_t card, Time until) {
  const std::int64_t receivable = account(card, Account::receivable);
  const std::int64_t billed = last_billed(connection, card);
  static const sql::Statement find{
      "SELECT COALESCE(MAX(p.seq), $2) FROM posting p JOIN entry e ON e.id = p.entry "
      "WHERE p.account = $1 AND p.seq > $2 AND e.at < $3"};
  const std::int64_t last = connection.query(find, {receivable, billed, until.seconds}).integer(0, 0);
  if (last == 0) return std::nullopt;
  // A card's entries are written one after the other: their ids rise as its lines do.
  static const sql::Statement at_last{
      "SELECT p.balance, COALESCE((SELECT i.card_total FROM mall_item i WHERE i.card = $3 AND i.kind = 0 "
      "AND i.entry <= p.entry ORDER BY i.card_total DESC LIMIT 1), 0) FROM posting p WHERE p.account = $1 AND p.seq = "
      "$2"};
  const sql::Rows rows = connection.query(at_last, {receivable, last, card});
  return CardLines{card, billed + 1, last, rows.integer(0, 0), rows.integer(0, 1)};
}

struct Before {
  std::int64_t closing = 0;
  Time until;
};
Before statement_before(sql::Connection& connection, std::string_view customer, std::string_view currency) {
  static const sql::Statement find{
      "SELECT closing, until FROM statement WHERE customer = $1 AND currency = $2 ORDER BY until DESC LIMIT 1"};
  const sql::Rows rows = connection.query(find, {customer, currency});
  return rows.empty() ? Before{} : Before{rows.integer(0, 0), {rows.integer(0, 1)}};
}

// Of all cards together.
struct Sums {
  std::int64_t closing = 0, captured = 0;
};
std::int64_t insert(sql::Connection& connection, std::string_view customer, std::string_view currency, Time until,
                    const Before& before, const Sums& sums, Time due, Time now) {
  static const sql::Statement make{
      "INSERT INTO statement (customer, currency, until, opening, closing, captured, paid, due, reference, level, "
      "level_at, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10) RETURNING id"};
  const bool paid = sums.closing <= 0 || sums.captured <= covered_of(connection, customer, currency);
  // The reference is made of the number that the database gives: it stands for a moment as a text that no other has.
  const std::string place = std::string(customer) + " " + std::string(currency);
  const std::int64_t id = connection
                              .query(make, {customer, currency, until.seconds, before.closing, sums.closing,
                                            sums.captured, std::int64_t{paid}, due.seconds, place, now.seconds})
                              .integer(0, 0);
  static const sql::Statement name{"UPDATE statement SET reference = $2 WHERE id = $1"};
  connection.execute(name, {id, payment_reference(id)});
  return id;
}

bool bill_one(sql::Connection& connection, const std::string& customer, const std::string& currency,
              const std::vector<std::int64_t>& cards, Time until, const Terms& terms, Time now) {
  const Before before = statement_before(connection, customer, currency);
  if (before.until >= until) return false;
  std::vector<CardLines> lines;
  Sums sums;
  bool fresh = false;
  for (const std::int64_t card : cards) {
    const auto of_card = lines_of(connection, card, until);
    if (!of_card) continue;
    lines.push_back(*of_card);
    sums.closing += of_card->balance;
    sums.captured += of_card->captured;
    fresh = fresh || of_card->last_seq >= of_card->first_seq;
  }
  if (!fresh && sums.closing == 0) return false;
  const Time due = days_later(now, terms.payment_days);
  const std::int64_t id = insert(connection, customer, currency, until, before, sums, due, now);
  static const sql::Statement add{
      "INSERT INTO statement_card (statement, card, first_seq, last_seq) VALUES ($1, $2, $3, $4)"};
  for (const CardLines& of_card : lines) {
    connection.execute(add, {id, of_card.card, of_card.first_seq, of_card.last_seq});
  }
  queue_mail(connection, id, 0, now);
  return true;
}

}  // namespace

Billed bill_some(sql::Connection& connection, Time until, std::string_view after, std::int64_t most, const Terms& terms,
                 Time now) {
  static const sql::Statement next{"SELECT id FROM customer WHERE id > $1 ORDER BY id LIMIT $2",
                                   "SELECT id FROM customer WHERE id > $1 ORDER BY id LIMIT $2 FOR UPDATE"};
  static const sql::Statement their_cards{"SELECT id, currency FROM card WHERE customer = $1 ORDER BY id"};
  Billed billed;
  const sql::Rows customers = connection.query(next, {after, most});
  for (std::size_t i = 0; i < customers.size(); ++i) {
    billed.last = customers.text(i, 0);
    const sql::Rows cards = connection.query(their_cards, {billed.last});
    std::map<std::string, std::vector<std::int64_t>> by_currency;
    for (std::size_t j = 0; j < cards.size(); ++j) by_currency[cards.text(j, 1)].push_back(cards.integer(j, 0));
    for (const auto& [currency, theirs] : by_currency) {
      if (bill_one(connection, billed.last, currency, theirs, until, terms, now)) ++billed.statements;
    }
  }
  return billed;
}

void note_bill_run(sql::Connection& connection, const BillDay& day, std::string_view operator_name,
                   std::int64_t statements, Time now) {
  static const sql::Statement insert_run{
      "INSERT INTO bill_run (day, until, at, operator, statements) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"};
  connection.execute(insert_run, {day.day, day.until.seconds, now.seconds, operator_name, statements});
}

std::vector<BillRun> list_bill_runs(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement find{"SELECT until, at, operator, statements FROM bill_run ORDER BY day DESC LIMIT $1"};
  const sql::Rows rows = connection.query(find, {most});
  std::vector<BillRun> runs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    runs.push_back({{rows.integer(i, 0)}, {rows.integer(i, 1)}, rows.text(i, 2), rows.integer(i, 3)});
  }
  return runs;
}

bool bill_run_noted(sql::Connection& connection, std::int64_t day) {
  static const sql::Statement find{"SELECT 1 FROM bill_run WHERE day = $1"};
  return !connection.query(find, {day}).empty();
}

}  // namespace sealcart::credit::store
