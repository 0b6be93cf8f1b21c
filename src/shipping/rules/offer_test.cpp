#include "shipping/rules/offer.h"

#include <gtest/gtest.h>

#include "core/day.h"

namespace sealcart::shipping {
namespace {

OfferTexts sound() {
  return {"60:600:2000 80:800:5000", "standard express", "09-12 12-14", "ueno=Ueno Station;h=Harbour", true};
}

TEST(Offer, IsReadFromItsTexts) {
  const auto offer = read_offer(sound());
  ASSERT_TRUE(offer) << offer.error().detail;
  EXPECT_EQ(offer->terms,
            (protocol::CarrierTerms{{{"60", 600, 2000}, {"80", 800, 5000}}, {"standard", "express"}, true}));
  EXPECT_EQ(offer->hours, (std::vector<std::string>{"09-12", "12-14"}));
  ASSERT_EQ(offer->points.size(), 2U);
  EXPECT_EQ(offer->points[0].id, "ueno");
  EXPECT_EQ(offer->points[0].name, "Ueno Station");
  OfferTexts least = sound();
  least.hours = least.pickup_points = "";
  EXPECT_TRUE(read_offer(least));
}

TEST(Offer, IsRefusedWithThePartThatWillNotDo) {
  struct Row {
    std::string OfferTexts::*text;
    const char* value;
  };
  for (const Row& row : {Row{&OfferTexts::size_classes, ""},
                         {&OfferTexts::size_classes, "60:600"},
                         {&OfferTexts::size_classes, "60:600:x"},
                         {&OfferTexts::size_classes, "80:800:5000 60:600:2000"},
                         {&OfferTexts::size_classes, "Big:600:2000"},
                         {&OfferTexts::services, ""},
                         {&OfferTexts::services, "By Air"},
                         {&OfferTexts::hours, "9-12"},
                         {&OfferTexts::hours, "12-09"},
                         {&OfferTexts::hours, "12-25"},
                         {&OfferTexts::pickup_points, "ueno"},
                         {&OfferTexts::pickup_points, "ueno="},
                         {&OfferTexts::pickup_points, "ueno=A;ueno=B"},
                         {&OfferTexts::pickup_points, "Ueno=A"}}) {
    OfferTexts texts = sound();
    texts.*row.text = row.value;
    EXPECT_FALSE(read_offer(texts)) << row.value;
  }
}

TEST(Offer, DaysAreTheZonesFromTheDayAfterTomorrow) {
  ASSERT_TRUE(set_time_zone("Asia/Tokyo"));
  const Time before_midnight_there{1'767'193'199};  // 2025-12-31T14:59:59Z
  EXPECT_EQ(delivery_days(before_midnight_there),
            (std::vector<std::string>{"2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06",
                                      "2026-01-07", "2026-01-08"}));
  EXPECT_EQ(delivery_days(before_midnight_there + 1).front(), "2026-01-03");
  ASSERT_TRUE(set_time_zone("Europe/Berlin"));
  // 24 hours a day from 23:30 on the eve of the day of 23 hours would leave one out.
  EXPECT_EQ(delivery_days({1'774'650'600}),  // 2026-03-27T22:30:00Z
            (std::vector<std::string>{"2026-03-29", "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02",
                                      "2026-04-03", "2026-04-04"}));
  ASSERT_TRUE(set_time_zone("UTC"));
  EXPECT_EQ(delivery_days(before_midnight_there + 1).front(), "2026-01-02");
  EXPECT_EQ(weekday("2026-01-03"), 6);
  EXPECT_EQ(weekday("2026-01-04"), 0);
  EXPECT_EQ(hours_label("09-12"), "09:00–12:00");
}

}  // namespace
}  // namespace sealcart::shipping
