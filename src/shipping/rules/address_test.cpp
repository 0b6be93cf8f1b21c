#include "shipping/rules/address.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>
#include <functional>

#include "core/id.h"
#include "protocol/disclosure.h"

namespace sealcart::shipping {
namespace {

using enum Field;
using Why = Fault::Why;

const std::vector<std::string> some_days = {"2026-11-30", "2026-12-01"}, some_hours = {"09-12", "12-14"};
const std::vector<PickupPoint> points = {{"ueno", "Ueno Station"}, {"harbour", std::string(60, 'x')}};
const Choices choices{some_days, some_hours, points};

Fields sound() {
  Fields fields;
  fields[postal_code] = "100-0001";
  fields[region] = "東京都";
  fields[city] = "千代田区";
  fields[street] = "千代田1-1";
  fields[name] = "受取花子";
  return fields;
}

TEST(Address, IsTakenAndMadePlain) {
  Fields typed = sound();
  typed[postal_code] = "〒１００－０００１";
  typed[street] = " 千代田１－１ ";
  typed[kana] = "うけとり　はなこ";
  typed[phone] = "０３－５５５０－０００１";
  typed[day] = "2026-12-01";
  typed[hours] = "09-12";
  typed[country_name] = "said for nothing";
  const auto read = read_address(typed, choices);
  ASSERT_TRUE(read);
  Fields expected = sound();
  expected[country] = "JP";
  expected[kana] = "ウケトリ ハナコ";
  expected[phone] = "03-5550-0001";
  expected[day] = "2026-12-01";
  expected[hours] = "09-12";
  EXPECT_EQ(*read, expected);
}

TEST(Address, EachFaultIsNamed) {
  struct Row {
    Field field;
    std::string text;
    Why why;
  };
  for (const Row& row : std::vector<Row>{{postal_code, "", Why::missing},
                                         {postal_code, "100-001", Why::malformed},
                                         {region, " ", Why::missing},
                                         {city, "", Why::missing},
                                         {street, "", Why::missing},
                                         {street, "a\nb", Why::malformed},
                                         {name, "", Why::missing},
                                         {name, "\xff", Why::malformed},
                                         {name, std::string(121, 'x'), Why::too_long},
                                         {name, std::string(61, '"'), Why::too_long},
                                         {building, std::string(500, 'x'), Why::too_long},
                                         {kana, "山田", Why::malformed},
                                         {phone, "call me", Why::malformed},
                                         {phone, "12-3", Why::malformed},
                                         {country, "XX", Why::malformed},
                                         {day, "2026-11-29", Why::malformed},
                                         {hours, "00-24", Why::malformed},
                                         {pickup, "moon", Why::malformed}}) {
    Fields typed = sound();
    typed[row.field] = row.text;
    const auto read = read_address(typed, choices);
    ASSERT_FALSE(read) << form_name(row.field) << ' ' << row.text;
    EXPECT_EQ(read.error(), (std::vector<Fault>{{row.why, row.field}})) << form_name(row.field) << ' ' << row.text;
  }
}

TEST(Address, AllFaultsAreNamedInTheOrderOfThePage) {
  const auto read = read_address(Fields(), choices);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), (std::vector<Fault>{{Why::missing, postal_code},
                                              {Why::missing, region},
                                              {Why::missing, city},
                                              {Why::missing, street},
                                              {Why::missing, name}}));
}

TEST(Address, AbroadTheCodeIsFree) {
  Fields typed = sound();
  typed[country] = "GB";
  typed[postal_code] = "EC1A 1BB";
  typed[region] = "";
  EXPECT_TRUE(read_address(typed, choices));
  typed[country] = "other";
  const auto nameless = read_address(typed, choices);
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.error(), (std::vector<Fault>{{Why::missing, country_name}}));
  typed[country_name] = "Elbonia";
  const auto named = read_address(typed, choices);
  ASSERT_TRUE(named);
  EXPECT_EQ(*named, typed);
}

TEST(Address, AtAPointANameIsEnoughAndAnAddressIsForgotten) {
  Fields typed = sound();
  typed[pickup] = "ueno";
  typed[day] = "long ago";
  typed[phone] = "+81 3 5550 0001";
  const auto read = read_address(typed, choices);
  ASSERT_TRUE(read);
  Fields expected;
  expected[name] = "受取花子";
  expected[phone] = "+81 3 5550 0001";
  expected[pickup] = "ueno";
  EXPECT_EQ(*read, expected);
  EXPECT_EQ(
      boost::json::parse(sealed_contents(*read, points)),
      (boost::json::value{
          {"name", "受取花子"}, {"phone", "+81 3 5550 0001"}, {"pickup", "ueno"}, {"pickup-name", "Ueno Station"}}));
}

bool fits(const Fields& addressee) {
  static const auto key = seal::SealingKey::of({9});
  return seal::seal(seal::Subject::addressee, std::string(id_length, '0'), sealed_contents(addressee, points), key)
      .has_value();
}

TEST(Address, TheLongestFitsTheBucket) {
  Fields longest;
  for (const Field field : all_fields) {
    if (field != pickup) longest[field] = std::string(most_bytes(field), 'x');
  }
  EXPECT_TRUE(fits(longest));
  Fields at_point;
  for (const Field field : {name, kana, phone}) at_point[field] = std::string(most_bytes(field), 'x');
  at_point[pickup] = "harbour";
  EXPECT_TRUE(fits(at_point));
}

TEST(Address, WhateverIsAcceptedFitsTheBucket) {
  EXPECT_TRUE(rc::check("accepted addresses fit", [] {
    const auto pieces = rc::gen::element<std::string>("x", "\"", "\\", "東", "𠮷", "ｱ", "９", " ", "-", "é", "ー");
    Fields typed = sound();
    for (const Field field : {region, city, street, building, name}) {
      const auto parts = *rc::gen::container<std::vector<std::string>>(pieces);
      for (int repeat = *rc::gen::inRange(1, 8); repeat > 0; --repeat) {
        for (const std::string& part : parts) typed[field] += part;
      }
    }
    if (*rc::gen::arbitrary<bool>()) typed[country] = "other", typed[country_name] = typed[building];
    if (*rc::gen::inRange(0, 4) == 0) typed[pickup] = "harbour";
    const auto read = read_address(typed, choices);
    RC_CLASSIFY(read.has_value(), "accepted");
    if (!read) return;
    RC_ASSERT(fits(*read));
    RC_ASSERT(read_address(*read, choices).value() == *read);  // plain text stays as it is
  }));
}

}  // namespace
}  // namespace sealcart::shipping
