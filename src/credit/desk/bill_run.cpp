#include <fmt/format.h>

#include "core/day.h"
#include "credit/desk/runs.h"
#include "credit/store/captures.h"
#include "credit/store/statements.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

constexpr std::int64_t customers_at_once = 50;
constexpr std::int64_t at_once = 200;

}  // namespace

std::int64_t run_expiry(sql::Database& database, const Terms& terms, Time now) {
  const Time before = now - terms.authorisation_days * seconds_per_day;
  std::int64_t released = 0;
  while (true) {
    const store::Expiry some =
        database.write_now([&](sql::Connection& c) { return store::expire(c, before, at_once, now); });
    released += some.released;
    if (!some.more) return released;
  }
}

std::int64_t run_reminders(sql::Database& database, const Terms& terms, Time now) {
  std::int64_t raised = 0;
  while (true) {
    const std::int64_t some =
        database.write_now([&](sql::Connection& c) { return store::remind(c, terms, at_once, now); });
    raised += some;
    if (some < at_once) return raised;
  }
}

Expected<Time> bill_until(std::string_view text) {
  const auto day = parse_day(text);
  if (!day) return problem(422, "bill-until", "Give the day as 2026-11-30.");
  return *day;
}

Expected<BillReport> run_billing(sql::Database& database, const Terms& terms, Time until, const Asker& asker) {
  if (until > asker.now) return problem(422, "bill-until", "That day has not come yet: bill what has happened.");
  const std::int64_t day = day_number(until);
  const bool done = database.read_now([&](sql::Connection& c) { return store::bill_run_noted(c, day); });
  BillReport report;
  std::string after;
  while (!done) {
    const store::Billed some = database.write_now(
        [&](sql::Connection& c) { return store::bill_some(c, until, after, customers_at_once, terms, asker.now); });
    if (some.last.empty()) break;
    report.statements += some.statements;
    after = some.last;
  }
  report.reminders = run_reminders(database, terms, asker.now);
  database.write_now([&](sql::Connection& c) {
    store::note_bill_run(c, {day, until}, asker.operator_name, report.statements, asker.now);
    desk::store::append_audit(
        c, asker.now, asker.operator_name, "bill-run", "",
        fmt::format("until {}: {} statements, {} reminders", day_text(until), report.statements, report.reminders));
  });
  return report;
}

}  // namespace sealcart::credit
