#include "shipping/rules/address.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <cassert>

#include "shipping/rules/typed.h"

namespace sealcart::shipping {
namespace {

struct Form {
  std::string_view name;
  std::size_t most_bytes;
};
// The bounds' sum and the names fit 977 bytes: the bucket of 1024 without its context line and one byte of padding.
constexpr std::array<Form, field_count> forms = {{{"country", 5},
                                                  {"country-name", 60},
                                                  {"postal-code", 16},
                                                  {"region", 60},
                                                  {"city", 100},
                                                  {"street", 150},
                                                  {"building", 110},
                                                  {"name", 120},
                                                  {"kana", 120},
                                                  {"phone", 24},
                                                  {"day", 10},
                                                  {"hours", 5},
                                                  {"pickup", 16}}};
constexpr std::string_view pickup_name = "pickup-name";

std::string as_json(std::string_view text) {
  return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

bool is_phone(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 5 && text.find_first_not_of("0123456789+-() ") == std::string_view::npos;
}

template <class List>
bool holds(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

const PickupPoint* find_point(const std::vector<PickupPoint>& points, std::string_view id) {
  const auto at = std::find_if(points.begin(), points.end(), [&](const PickupPoint& point) { return point.id == id; });
  return at == points.end() ? nullptr : &*at;
}

// Which fields say something, given where the parcel goes.
bool belongs(Field field, const Fields& fields) {
  const bool to_point = !fields[Field::pickup].empty();
  switch (field) {
    case Field::name:
    case Field::kana:
    case Field::phone:
    case Field::pickup:
      return true;
    case Field::country_name:
      return !to_point && fields[Field::country] == other_country;
    default:
      return !to_point;
  }
}

bool is_needed(Field field, const Fields& fields) {
  switch (field) {
    case Field::name:
    case Field::city:
    case Field::street:
    case Field::country_name:
      return true;
    case Field::postal_code:
    case Field::region:
      return fields[Field::country] == home_country;
    default:
      return false;
  }
}

bool is_well_formed(Field field, const Fields& fields, const Choices& choices) {
  const std::string& text = fields[field];
  switch (field) {
    case Field::country:
      return text == other_country || holds(countries, text);
    case Field::postal_code:
      return fields[Field::country] != home_country || japanese_postal_code(text) == text;
    case Field::kana:
      return is_katakana(text);
    case Field::phone:
      return is_phone(text);
    case Field::day:
      return holds(choices.days, text);
    case Field::hours:
      return holds(choices.hours, text);
    case Field::pickup:
      return find_point(choices.points, text) != nullptr;
    default:
      return true;
  }
}

std::optional<Fault> fault_of(Field field, const Fields& fields, const Choices& choices) {
  const std::string& text = fields[field];
  if (text.empty()) {
    if (is_needed(field, fields)) return Fault{Fault::Why::missing, field};
    return std::nullopt;
  }
  if (!plain_text(text)) return Fault{Fault::Why::malformed, field};
  if (as_json(text).size() - 2 > most_bytes(field)) return Fault{Fault::Why::too_long, field};
  if (!is_well_formed(field, fields, choices)) return Fault{Fault::Why::malformed, field};
  return std::nullopt;
}

}  // namespace

const std::array<std::string_view, 47> prefectures = {
    "北海道", "青森県", "岩手県", "宮城県",   "秋田県", "山形県",   "福島県", "茨城県", "栃木県", "群馬県",
    "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",   "石川県", "福井県", "山梨県", "長野県",
    "岐阜県", "静岡県", "愛知県", "三重県",   "滋賀県", "京都府",   "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県",   "山口県", "徳島県",   "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県",   "宮崎県", "鹿児島県", "沖縄県"};

std::string_view form_name(Field field) { return forms[static_cast<std::size_t>(field)].name; }
std::size_t most_bytes(Field field) { return forms[static_cast<std::size_t>(field)].most_bytes; }

Fields plain(const Fields& typed) {
  Fields fields;
  for (const Field field : all_fields) fields[field] = plain_text(typed[field]).value_or(typed[field]);
  if (fields[Field::country].empty()) fields[Field::country] = home_country;
  const std::string& code = fields[Field::postal_code];
  if (fields[Field::country] == home_country && plain_text(code)) {
    fields[Field::postal_code] = japanese_postal_code(code).value_or(code);
  }
  if (plain_text(fields[Field::kana])) fields[Field::kana] = in_katakana(fields[Field::kana]);
  if (plain_text(fields[Field::phone])) fields[Field::phone] = with_hyphens(fields[Field::phone]);
  return fields;
}

tl::expected<Fields, std::vector<Fault>> read_address(const Fields& typed, const Choices& choices) {
  const Fields fields = plain(typed);
  std::vector<Fault> faults;
  for (const Field field : all_fields) {
    if (!belongs(field, fields)) continue;
    if (const auto fault = fault_of(field, fields, choices)) faults.push_back(*fault);
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  Fields addressee;
  for (const Field field : all_fields) {
    if (belongs(field, fields)) addressee[field] = fields[field];  // copied: which others belong is read from it
  }
  return addressee;
}

std::string sealed_contents(const Fields& addressee, const std::vector<PickupPoint>& points) {
  std::string json;
  const auto add = [&json](std::string_view member, std::string_view text) {
    json += json.empty() ? "{" : ",";
    json += as_json(member) + ":" + as_json(text);
  };
  for (const Field field : all_fields) {
    if (!addressee[field].empty()) add(form_name(field), addressee[field]);
  }
  if (const PickupPoint* point = find_point(points, addressee[Field::pickup])) add(pickup_name, point->name);
  return json.empty() ? "{}" : json + "}";
}

}  // namespace sealcart::shipping
