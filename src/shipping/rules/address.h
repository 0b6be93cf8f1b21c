// Name and address as a customer types them (seed S1217), made plain, checked, and bounded so that every one of them
// fits the one length that sealed addressees have.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "shipping/rules/offer.h"

namespace sealcart::shipping {

// The fields of the form, in the order of the page.
enum class Field {
  country,
  country_name,  // where `country` is "other"
  postal_code,
  region,
  city,
  street,
  building,
  name,
  kana,
  phone,
  day,
  hours,
  pickup,  // id of a point; empty: to the address
};
inline constexpr std::size_t field_count = 13;
// As in the form and in what is sealed: "postal-code".
std::string_view form_name(Field field);
// Most bytes of a field as JSON text, without its quotes.
std::size_t most_bytes(Field field);

// A text for every field; empty: not given.
class Fields {
 public:
  std::string& operator[](Field field) { return texts_[static_cast<std::size_t>(field)]; }
  const std::string& operator[](Field field) const { return texts_[static_cast<std::size_t>(field)]; }
  friend bool operator==(const Fields&, const Fields&) = default;

 private:
  std::array<std::string, field_count> texts_;
};
inline constexpr std::array<Field, field_count> all_fields = {
    Field::country, Field::country_name, Field::postal_code, Field::region, Field::city,
    Field::street,  Field::building,     Field::name,        Field::kana,   Field::phone,
    Field::day,     Field::hours,        Field::pickup};

// The countries that can be chosen by code; "other" besides.
inline constexpr std::array<std::string_view, 10> countries = {"JP", "AU", "CA", "CN", "DE",
                                                               "FR", "GB", "KR", "TW", "US"};
inline constexpr std::string_view home_country = "JP";
inline constexpr std::string_view other_country = "other";

// The 47 prefectures, from north to south.
extern const std::array<std::string_view, 47> prefectures;

struct Fault {
  enum class Why { missing, malformed, too_long } why;
  Field field;
  friend bool operator==(const Fault&, const Fault&) = default;
};

// What can be chosen now.
struct Choices {
  const std::vector<std::string>& days;
  const std::vector<std::string>& hours;
  const std::vector<PickupPoint>& points;
};

// Each field as it would be kept, also where others have faults; what is no text at all stays as it was typed.
Fields plain(const Fields& typed);

// The addressee, with nothing in fields that do not belong to it (an address beside a pick-up point); or every fault,
// in the order of the fields.
tl::expected<Fields, std::vector<Fault>> read_address(const Fields& typed, const Choices& choices);

// What is sealed: a JSON object of the fields that say something, and the point's own name.
std::string sealed_contents(const Fields& addressee, const std::vector<PickupPoint>& points);

}  // namespace sealcart::shipping
