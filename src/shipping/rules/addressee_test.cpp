#include "shipping/rules/addressee.h"

#include <gtest/gtest.h>

namespace sealcart::shipping {
namespace {

using Lines = std::vector<std::string>;

Fields fields(std::initializer_list<std::pair<Field, const char*>> given) {
  Fields all;
  for (const auto& [field, text] : given) all[field] = text;
  return all;
}

TEST(Addressee, ReadsWhatWasSealed) {
  const Fields at_home = fields({{Field::country, "JP"},
                                 {Field::postal_code, "100-0001"},
                                 {Field::region, "東京都"},
                                 {Field::city, "千代田区"},
                                 {Field::street, "千代田1-1"},
                                 {Field::building, "Sample \"House\""},
                                 {Field::name, "Test Addressee"},
                                 {Field::kana, "テスト"},
                                 {Field::phone, "03-0000-0000"},
                                 {Field::day, "2026-11-30"},
                                 {Field::hours, "09-12"}});
  const auto read = read_addressee(sealed_contents(at_home, {}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->fields, at_home);
  EXPECT_EQ(address_lines(*read), (Lines{"〒100-0001", "東京都千代田区千代田1-1", "Sample \"House\"",
                                         "Test Addressee 様", "テスト", "☎ 03-0000-0000"}));
}

TEST(Addressee, WritesOtherCountriesFromTheSmallToTheLarge) {
  const auto lines = [](const Fields& f) { return address_lines(read_addressee(sealed_contents(f, {})).value()); };
  EXPECT_EQ(lines(fields({{Field::country, "GB"},
                          {Field::postal_code, "ZZ9 9QX"},
                          {Field::city, "Nonesuch"},
                          {Field::street, "7 Crescent"},
                          {Field::name, "Test"}})),
            (Lines{"7 Crescent", "Nonesuch, ZZ9 9QX", "GB", "Test"}));
  EXPECT_EQ(lines(fields({{Field::country, "other"},
                          {Field::country_name, "Sampleland"},
                          {Field::city, "Nonesuch"},
                          {Field::street, "7 Crescent"},
                          {Field::name, "Test"}})),
            (Lines{"7 Crescent", "Nonesuch", "Sampleland", "Test"}));
}

TEST(Addressee, NamesThePickUpPointInPlaceOfAnAddress) {
  const auto read = read_addressee(sealed_contents(fields({{Field::name, "Test"}, {Field::pickup, "locker-7"}}),
                                                   {{"locker-7", "Station, Locker 7"}}));
  EXPECT_EQ(address_lines(read.value()), (Lines{"Station, Locker 7", "Test 様"}));
}

TEST(Addressee, RefusesWhatItNeverSealed) {
  for (const char* contents : {"", "{", "[]", "{}", "{\"name\":1}", "{\"city\":\"x\"}"}) {
    const auto read = read_addressee(contents);
    ASSERT_FALSE(read) << contents;
    EXPECT_EQ(read.error().code, "addressee-form");
  }
}

TEST(Addressee, IsOverwritten) {
  Addressee addressee{fields({{Field::name, "Test"}}), "point"};
  wipe(addressee);
  EXPECT_EQ(addressee.fields, Fields());
  EXPECT_EQ(addressee.pickup_name, "");
}

}  // namespace
}  // namespace sealcart::shipping
