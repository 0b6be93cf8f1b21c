#include "core/day.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <atomic>
#include <cassert>
#include <chrono>
#include <stdexcept>

namespace sealcart {
namespace {

std::atomic<const date::time_zone*>& zone() {
  static std::atomic<const date::time_zone*> set{date::locate_zone("UTC")};
  return set;
}

date::sys_seconds sys(Time time) { return date::sys_seconds(std::chrono::seconds(time.seconds)); }

date::local_seconds local(Time time) { return zone().load()->to_local(sys(time)); }

// Of a time of day that clocks show twice the first; of one that they leap over the moment of the leap, which is where
// a day begins whose midnight there is not.
Time first(date::local_seconds at) {
  return {zone().load()->to_sys(at, date::choose::earliest).time_since_epoch().count()};
}

date::year_month_day date_of(Time time) { return date::year_month_day(date::floor<date::days>(local(time))); }

Time begin(date::year_month_day day) { return first(date::local_days(day)); }

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Expected<void> set_time_zone(const std::string& name) {
  try {
    zone() = date::locate_zone(name);
    return {};
  } catch (const std::runtime_error&) {
    return problem(422, "time-zone",
                   name +
                       " is unknown: write a name such as Asia/Tokyo, of those under /usr/share/zoneinfo (package "
                       "tzdata).");
  }
}

std::string time_text(Time time) {
  const auto of_day = date::make_time(local(time) - date::floor<date::days>(local(time)));
  return fmt::format("{} {:02}:{:02} {}", day_text(time), of_day.hours().count(), of_day.minutes().count(),
                     zone().load()->get_info(sys(time)).abbrev);
}

std::string day_text(Time time) {
  const date::year_month_day day = date_of(time);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::optional<Time> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1970 || *year > 2099) return std::nullopt;
  const date::year_month_day date{date::year(*year), date::month(static_cast<unsigned>(*month)),
                                  date::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return begin(date);
}

Time day_of(Time time) { return begin(date_of(time)); }

std::int64_t day_number(Time time) { return date::local_days(date_of(time)).time_since_epoch().count(); }

Time days_later(Time time, std::int64_t days) { return first(local(time) + date::days(static_cast<int>(days))); }

Time monthly_day(std::int64_t day, Time time) {
  assert(day >= 1 && day <= 28);
  const date::year_month_day today = date_of(time);
  date::year_month month = today.year() / today.month();
  const date::day wanted(static_cast<unsigned>(day));
  if (today.day() < wanted) month -= date::months(1);
  return begin(month / wanted);
}

}  // namespace sealcart
