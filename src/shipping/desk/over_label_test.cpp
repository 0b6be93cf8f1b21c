#include "shipping/desk/over_label.h"

#include <gtest/gtest.h>

#include "shipping/rules/address.h"

namespace sealcart::shipping {
namespace {

class OverLabel : public testing::Test {
 protected:
  Expected<Print> print(const Fields& fields, OverLabelForm form = OverLabelForm::a6) {
    shipment_.sealed_addressee =
        seal::seal(seal::Subject::addressee, shipment_.number, sealed_contents(fields, points_), key_.sealing_key())
            .value();
    return print_over_label({key_, pages_, company_}, shipment_, parcel_, form);
  }

  static seal::DeskKey new_key() {
    seal::start();
    return seal::DeskKey::generate();
  }

  const seal::DeskKey key_ = new_key();
  const render::Pages pages_{{"shipping_desk", "desk"}};
  const std::string company_ = "Shipping company S";
  const std::vector<PickupPoint> points_{{"locker-7", "Sampletown Station, Locker 7"}};
  store::Shipment shipment_{.number = "3v6kq2y8w1t5r9p0n4m7j2h6g8", .service = "express"};
  store::Parcel parcel_{.number = shipment_.number,
                        .parcel = {20, 20},
                        .size_class = "160",
                        .due = Money{999'999'999'999, Currency::parse("JPY").value()}};
};

// As long as the page takes them, in characters that need the most room on paper for their bytes, and the other way.
Fields longest(std::string_view character) {
  Fields fields;
  for (const Field field : all_fields) {
    while (fields[field].size() + character.size() <= most_bytes(field)) fields[field] += character;
  }
  fields[Field::pickup].clear();
  fields[Field::day] = "2026-11-30";
  fields[Field::hours] = "09-12";
  return fields;
}

TEST_F(OverLabel, TakesEveryAddressThatThePageTakes) {
  for (const char* character : {"W", "東", "é"}) {
    Fields fields = longest(character);
    for (const char* country : {"JP", "GB", "other"}) {
      fields[Field::country] = country;
      if (fields[Field::country] != other_country) fields[Field::country_name].clear();
      for (const OverLabelForm form : {OverLabelForm::a6, OverLabelForm::inch_4x6}) {
        const auto made = print(fields, form);
        EXPECT_TRUE(made) << character << ' ' << country << ": " << (made ? "" : made.error().detail);
      }
      fields = longest(character);
    }
  }
}

TEST_F(OverLabel, IsMadeInEveryForm) {
  Fields fields;
  fields[Field::name] = "Test Addressee";
  fields[Field::pickup] = "locker-7";
  for (const OverLabelForm form : over_label_forms) {
    const auto made = print(fields, form);
    ASSERT_TRUE(made);
    EXPECT_FALSE(made->bytes.empty());
    EXPECT_EQ(parse_over_label_form(name(form)), form);
  }
  EXPECT_EQ(parse_over_label_form("a5"), std::nullopt);
}

TEST_F(OverLabel, OpensNothingThatWasSealedForAnotherNumberOrKey) {
  Fields fields;
  fields[Field::name] = "Test Addressee";
  ASSERT_TRUE(print(fields));
  store::Shipment swapped = shipment_;
  swapped.number = "3v6kq2y8w1t5r9p0n4m7j2h6g9";
  const auto other = print_over_label({key_, pages_, company_}, swapped, parcel_, OverLabelForm::a6);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "seal-other-number");
  const seal::DeskKey stranger = seal::DeskKey::generate();
  EXPECT_EQ(open_address_lines(stranger, shipment_).error().code, "seal-other-key");
  EXPECT_EQ(open_address_lines(key_, shipment_).value().front(), "Test Addressee 様");
}

}  // namespace
}  // namespace sealcart::shipping
