// Days and times of the calendar as people read and type them: in the time zone of the party whose process this is.
// Documents, databases, logs and exports have Time or core/rfc3339.h, which know no zone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "core/world.h"

namespace sealcart {

// 24 hours, for lengths of time: a day of the calendar may have 23 or 25.
inline constexpr std::int64_t day_seconds = 86'400;

// The zone of all below, by its IANA name, "Asia/Tokyo"; until then UTC. Safe to call from any thread. 422 "time-zone",
// and nothing is changed, for a name that the machine's zone database (Debian's tzdata) does not know.
Expected<void> set_time_zone(const std::string& name);

// "2026-11-28 18:30 JST".
std::string time_text(Time time);
// "2026-11-28".
std::string day_text(Time time);

// The first second of "2026-11-28"; nullopt for anything else than a day of 1970 to 2099.
std::optional<Time> parse_day(std::string_view text);
// The first second of the day of `time`.
Time day_of(Time time);
// Counts the days of the calendar: 0 for 1970-01-01.
std::int64_t day_number(Time time);
// The same time of day so many days later: where clocks are put forward or back, not a multiple of 24 hours.
Time days_later(Time time, std::int64_t days);
// The first second of the last day `day` of a month, 1 to 28, that has begun at `time`.
Time monthly_day(std::int64_t day, Time time);

}  // namespace sealcart
