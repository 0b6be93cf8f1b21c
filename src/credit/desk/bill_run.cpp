#include <fmt/chrono.h>
#include <fmt/format.h>

#include "bank/day.h"
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

Expected<Time> parse_day(std::string_view text) {
  if (!bank::is_day(text)) return problem(422, "bill-until", "Give the day as 2026-11-30.");
  std::tm day{};
  day.tm_year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0') - 1900;
  day.tm_mon = (text[5] - '0') * 10 + (text[6] - '0') - 1;
  day.tm_mday = (text[8] - '0') * 10 + (text[9] - '0');
  return Time{::timegm(&day)};
}

Time last_billing_day(const Terms& terms, Time now) {
  const auto seconds = static_cast<std::time_t>(now.seconds);
  std::tm day{};
  ::gmtime_r(&seconds, &day);
  if (day.tm_mday < terms.billing_day) --day.tm_mon;  // timegm turns month -1 into December
  day.tm_mday = static_cast<int>(terms.billing_day);
  day.tm_hour = day.tm_min = day.tm_sec = 0;
  return {::timegm(&day)};
}

Expected<BillReport> run_billing(sql::Database& database, const Terms& terms, Time until, const Asker& asker) {
  if (until > asker.now) return problem(422, "bill-until", "That day has not come yet: bill what has happened.");
  BillReport report;
  std::string after;
  while (true) {
    const store::Billed some = database.write_now(
        [&](sql::Connection& c) { return store::bill_some(c, until, after, customers_at_once, terms, asker.now); });
    if (some.last.empty()) break;
    report.statements += some.statements;
    after = some.last;
  }
  report.reminders = run_reminders(database, terms, asker.now);
  database.write_now([&](sql::Connection& c) {
    store::note_bill_run(c, until, asker.operator_name, report.statements, asker.now);
    desk::store::append_audit(
        c, asker.now, asker.operator_name, "bill-run", "",
        fmt::format("until {:%Y-%m-%d}: {} statements, {} reminders",
                    fmt::gmtime(static_cast<std::time_t>(until.seconds)), report.statements, report.reminders));
  });
  return report;
}

}  // namespace sealcart::credit
