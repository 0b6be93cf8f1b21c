#include "core/day.h"

#include <gtest/gtest.h>

#include "core/rfc3339.h"

namespace sealcart {
namespace {

// Each test in the zone that it names; the others go by UTC.
class Day : public testing::Test {
 protected:
  ~Day() override { EXPECT_TRUE(set_time_zone("UTC")); }
  static std::string begin(const char* day) { return rfc3339(parse_day(day).value()); }
  static Time at(const char* time) { return parse_rfc3339(time).value(); }
};

TEST_F(Day, IsReadAsPeopleTypeIt) {
  EXPECT_EQ(parse_day("1970-01-01"), Time{0});
  EXPECT_EQ(parse_day("2026-11-28"), Time{1795824000});
  EXPECT_EQ(parse_day("2024-02-29"), Time{1709164800});
  for (const char* wrong : {"", "2026-11-31", "2026-13-01", "2025-02-29", "2026-1-01", "2026/11/28", "1969-12-31",
                            "2100-01-01", "2026-11-28 ", "20x6-11-28", "2026-00-10"}) {
    EXPECT_FALSE(parse_day(wrong)) << wrong;
  }
}

TEST_F(Day, BeginsAtMidnight) {
  EXPECT_EQ(day_of({1795824000}), Time{1795824000});
  EXPECT_EQ(day_of({1795824000 + 86399}), Time{1795824000});
}

TEST_F(Day, IsThatOfTheZone) {
  struct {
    const char *zone, *day, *begins;
  } const table[] = {
      {"UTC", "2026-11-30", "2026-11-30T00:00:00Z"},
      {"Asia/Tokyo", "2026-11-30", "2026-11-29T15:00:00Z"},
      {"Asia/Tokyo", "2026-07-01", "2026-06-30T15:00:00Z"},
      {"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z"},  // 23 hours
      {"Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z"},
      {"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z"},  // 25 hours
      {"Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z"},
      {"America/New_York", "2026-11-30", "2026-11-30T05:00:00Z"},
      {"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"},     // has no midnight: 00:00 is 01:00
      {"Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z"},  // has two: 01:00 is 00:00
  };
  for (const auto& row : table) {
    ASSERT_TRUE(set_time_zone(row.zone));
    const Time begins = at(row.begins);
    EXPECT_EQ(begin(row.day), row.begins) << row.zone;
    EXPECT_EQ(day_of(begins), begins) << row.zone << row.day;
    EXPECT_EQ(day_text(begins), row.day) << row.zone;
    EXPECT_NE(day_text(begins - 1), row.day) << row.zone;
    EXPECT_EQ(day_of(begins + 22 * 3600), begins) << row.zone << row.day;
  }
}

TEST_F(Day, TimesAreShownWithTheirZone) {
  struct {
    const char *zone, *time, *shown;
  } const table[] = {
      {"UTC", "2026-11-28T09:30:59Z", "2026-11-28 09:30 UTC"},
      {"Asia/Tokyo", "2026-11-28T09:30:00Z", "2026-11-28 18:30 JST"},
      {"Asia/Tokyo", "2026-12-31T15:00:00Z", "2027-01-01 00:00 JST"},
      {"Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29 01:59 CET"},
      {"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00 CEST"},
      {"Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25 02:30 CEST"},
      {"Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25 02:30 CET"},
      {"Asia/Kathmandu", "2026-11-28T09:30:00Z", "2026-11-28 15:15 +0545"},
  };
  for (const auto& row : table) {
    ASSERT_TRUE(set_time_zone(row.zone));
    EXPECT_EQ(time_text(at(row.time)), row.shown);
  }
}

TEST_F(Day, IsCountedByTheCalendar) {
  EXPECT_EQ(day_number({0}), 0);
  EXPECT_EQ(day_number(at("2026-11-30T15:00:00Z")), 20'787);
  ASSERT_TRUE(set_time_zone("Asia/Tokyo"));
  EXPECT_EQ(day_number(at("2026-11-30T14:59:59Z")), 20'787);
  EXPECT_EQ(day_number(at("2026-11-30T15:00:00Z")), 20'788);
}

TEST_F(Day, LaterIsTheSameTimeOfDay) {
  EXPECT_EQ(days_later(at("2026-10-20T08:00:00Z"), 14), at("2026-11-03T08:00:00Z"));
  ASSERT_TRUE(set_time_zone("Europe/Berlin"));
  EXPECT_EQ(days_later(at("2026-10-24T22:00:00Z"), 1), at("2026-10-25T23:00:00Z"));
  EXPECT_EQ(days_later(at("2026-03-28T23:00:00Z"), 1), at("2026-03-29T22:00:00Z"));
  EXPECT_EQ(days_later(at("2026-03-29T22:00:00Z"), -1), at("2026-03-28T23:00:00Z"));
}

TEST_F(Day, OfEachMonthIsTheLastThatHasBegun) {
  struct {
    const char* zone;
    int day;
    const char *now, *begins;
  } const table[] = {
      {"UTC", 1, "2026-11-30T15:00:00Z", "2026-11-01T00:00:00Z"},
      {"UTC", 28, "2026-01-27T23:59:59Z", "2025-12-28T00:00:00Z"},
      {"UTC", 28, "2026-01-28T00:00:00Z", "2026-01-28T00:00:00Z"},
      {"Asia/Tokyo", 1, "2026-11-30T14:59:59Z", "2026-10-31T15:00:00Z"},
      {"Asia/Tokyo", 1, "2026-11-30T15:00:00Z", "2026-11-30T15:00:00Z"},
      {"Asia/Tokyo", 1, "2026-12-31T15:00:00Z", "2026-12-31T15:00:00Z"},
      {"Europe/Berlin", 25, "2026-10-25T23:30:00Z", "2026-10-24T22:00:00Z"},
      {"Europe/Berlin", 25, "2026-11-24T22:59:59Z", "2026-10-24T22:00:00Z"},
  };
  for (const auto& row : table) {
    ASSERT_TRUE(set_time_zone(row.zone));
    EXPECT_EQ(rfc3339(monthly_day(row.day, at(row.now))), row.begins) << row.zone << row.now;
  }
}

TEST_F(Day, AnUnknownZoneChangesNothing) {
  ASSERT_TRUE(set_time_zone("Asia/Tokyo"));
  for (const char* unknown :
       {"", "Tokyo", "Asia/Nowhere", "asia/tokyo", "../zoneinfo/UTC", "JST-9", "/etc/localtime"}) {
    EXPECT_FALSE(set_time_zone(unknown)) << unknown;
  }
  EXPECT_EQ(time_text({0}), "1970-01-01 09:00 JST");
}

}  // namespace
}  // namespace sealcart
