#include "shipping/rules/addressee.h"

#include <boost/json.hpp>

#include "core/wipe.h"

namespace sealcart::shipping {
namespace {

constexpr std::string_view pickup_member = "pickup-name";

std::string text_of(const boost::json::object& object, std::string_view member) {
  const auto* value = object.if_contains(boost::json::string_view(member.data(), member.size()));
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Of the parts that say something, with `between`.
std::string joined(std::initializer_list<std::string_view> parts, std::string_view between) {
  std::string text;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

// Japan writes from the large to the small, others from the small to the large.
void add_address(const Fields& f, std::vector<std::string>& lines) {
  const bool home = f[Field::country] == home_country;
  const auto add = [&lines](std::string line) {
    if (!line.empty()) lines.push_back(std::move(line));
  };
  if (home) {
    add("〒" + f[Field::postal_code]);
    add(joined({f[Field::region], f[Field::city], f[Field::street]}, ""));
    add(f[Field::building]);
    return;
  }
  add(f[Field::building]);
  add(f[Field::street]);
  add(joined({f[Field::city], f[Field::region], f[Field::postal_code]}, ", "));
  add(f[Field::country] == other_country ? f[Field::country_name] : f[Field::country]);
}

}  // namespace

Expected<Addressee> read_addressee(std::string_view contents) {
  boost::system::error_code error;
  const boost::json::value value =
      boost::json::parse(boost::json::string_view(contents.data(), contents.size()), error);
  if (error || !value.is_object()) {
    return problem(500, "addressee-form", "The seal opens, but holds no addressee of this version's form.");
  }
  Addressee addressee;
  for (const Field field : all_fields) addressee.fields[field] = text_of(value.get_object(), form_name(field));
  addressee.pickup_name = text_of(value.get_object(), pickup_member);
  if (addressee.fields[Field::name].empty()) {
    return problem(500, "addressee-form", "The seal opens, but names nobody.");
  }
  return addressee;
}

std::vector<std::string> address_lines(const Addressee& addressee) {
  const Fields& f = addressee.fields;
  std::vector<std::string> lines;
  if (addressee.pickup_name.empty()) {
    add_address(f, lines);
  } else {
    lines.push_back(addressee.pickup_name);
  }
  lines.push_back(f[Field::country].empty() || f[Field::country] == home_country ? f[Field::name] + " 様"
                                                                                 : f[Field::name]);
  if (!f[Field::kana].empty()) lines.push_back(f[Field::kana]);
  if (!f[Field::phone].empty()) lines.push_back("☎ " + f[Field::phone]);
  return lines;
}

void wipe(Addressee& addressee) {
  for (const Field field : all_fields) sealcart::wipe(addressee.fields[field]);
  sealcart::wipe(addressee.pickup_name);
}

}  // namespace sealcart::shipping
