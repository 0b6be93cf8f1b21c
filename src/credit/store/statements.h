// What customers are sent: statements of what they owe, and reminders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "credit/rules/ledger.h"
#include "credit/rules/terms.h"
#include "sql/database.h"

namespace sealcart::credit::store {

// Makes the statements of all that happened before `until` for the next `most` customers after `after` (in order of
// id; begin with an empty text), and puts each into the mail. A customer and currency with nothing new and nothing owed
// gets none; the same run again makes none.
struct Billed {
  std::int64_t statements = 0;
  std::string last;  // customer that was looked at last; empty: there was none left
};
Billed bill_some(sql::Connection& connection, Time until, std::string_view after, std::int64_t most, const Terms& terms,
                 Time now);
// Notes that the run of a day (core/day.h, day_number) is complete. Of the same again nothing is noted.
struct BillDay {
  std::int64_t day;
  Time until;
};
void note_bill_run(sql::Connection& connection, const BillDay& day, std::string_view operator_name,
                   std::int64_t statements, Time now);
struct BillRun {
  Time until, at;
  std::string operator_name;
  std::int64_t statements;
};
std::vector<BillRun> list_bill_runs(sql::Connection& connection, std::int64_t most);
bool bill_run_noted(sql::Connection& connection, std::int64_t day);

// Raises the reminders that are due by one level, up to 3, and puts them into the mail: of each customer and currency
// the newest statement that is overdue and not paid. How many, of at most `most`.
std::int64_t remind(sql::Connection& connection, const Terms& terms, std::int64_t most, Time now);

struct StatementRow {
  std::int64_t id = 0;
  std::string customer, customer_name;
  Currency currency;
  Time until, due, at;
  std::int64_t opening = 0, closing = 0;
  std::int64_t open = 0;  // of `closing`, still to be paid; zero or negative: none
  std::string reference;
  std::int64_t level = 0;
};
std::optional<StatementRow> find_statement(sql::Connection& connection, std::int64_t id);
std::optional<StatementRow> find_statement(sql::Connection& connection, std::string_view reference);
// The newest first, older than `before` (0: from the newest). `customer` empty: of all. `overdue`: only those that are
// not paid and whose day has passed at `now`, the latest day first.
struct StatementFilter {
  std::string customer;
  bool overdue = false;
  std::int64_t before = 0;
  std::int64_t most = 50;
};
std::vector<StatementRow> list_statements(sql::Connection& connection, const StatementFilter& filter, Time now);

// A line: what changed what the customer owes. Never what for.
struct StatementLine {
  Time at;
  EntryKind kind;
  std::int64_t amount;    // positive: owed more
  std::string mall_name;  // empty for a payment
  std::string receipt;    // the same
  std::string last4;      // of the card
};
std::vector<StatementLine> statement_lines(sql::Connection& connection, std::int64_t statement);

// Who a statement goes to.
struct Addressee {
  std::string name, address, email;
};
Addressee addressee(sql::Connection& connection, std::string_view customer);

}  // namespace sealcart::credit::store
