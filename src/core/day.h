// Days of the calendar in UTC, as people type them.
#pragma once

#include <optional>
#include <string_view>

#include "core/world.h"

namespace sealcart {

inline constexpr std::int64_t day_seconds = 86'400;

// The first second of "2026-11-28"; nullopt for anything else than a day of 1970 to 2099.
std::optional<Time> parse_day(std::string_view text);
// The first second of the day of `time`.
Time day_of(Time time);

}  // namespace sealcart
