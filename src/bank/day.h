// Days and times as bank files write them (ISO 8601).
#pragma once

#include <string>
#include <string_view>

#include "core/world.h"

namespace sealcart::bank {

// True for a day of the calendar, "2026-11-28".
bool is_day(std::string_view text);
// The day of an xs:date or xs:dateTime in the zone that it is written in, as the bank books it; empty if it is none.
std::string day_of(std::string_view text);
// "2026-11-28T09:30:00Z".
std::string date_time(Time time);

}  // namespace sealcart::bank
