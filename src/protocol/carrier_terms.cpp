#include "protocol/carrier_terms.h"

#include <algorithm>
#include <boost/json.hpp>

#include "protocol/fields.h"

namespace sealcart::protocol {
namespace {

namespace json = boost::json;

constexpr std::size_t most_classes = 20, most_services = 8;
constexpr std::int64_t most_girth_mm = 100'000, most_weight_g = 100'000'000;

std::optional<SizeClass> read_class(const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const auto id = text_field(value.get_object(), "id");
  const auto girth = integer_field(value.get_object(), "girth_mm"),
             weight = integer_field(value.get_object(), "weight_g");
  if (!id || !is_term_id(*id) || !girth || *girth < 1 || *girth > most_girth_mm) return std::nullopt;
  if (!weight || *weight < 1 || *weight > most_weight_g) return std::nullopt;
  return SizeClass{std::string(*id), *girth, *weight};
}

const json::array* list_of(const json::object& object, const char* member, std::size_t most) {
  const json::value* value = object.if_contains(member);
  if (value == nullptr || !value->is_array()) return nullptr;
  const json::array& list = value->get_array();
  return list.empty() || list.size() > most ? nullptr : &list;
}

bool grows(const std::vector<SizeClass>& classes) {
  const auto not_larger = [](const SizeClass& a, const SizeClass& b) {
    return b.girth_mm <= a.girth_mm || b.weight_g < a.weight_g || a.id == b.id;
  };
  return std::adjacent_find(classes.begin(), classes.end(), not_larger) == classes.end();
}

}  // namespace

const SizeClass* CarrierTerms::find_class(std::string_view id) const {
  const auto at = std::find_if(classes.begin(), classes.end(), [&](const SizeClass& one) { return one.id == id; });
  return at == classes.end() ? nullptr : &*at;
}

bool CarrierTerms::has_service(std::string_view id) const {
  return std::find(services.begin(), services.end(), id) != services.end();
}

bool is_term_id(std::string_view text) {
  return !text.empty() && text.size() <= 16 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string encode(const CarrierTerms& terms) {
  json::array classes, services;
  for (const SizeClass& one : terms.classes) {
    classes.push_back({{"id", one.id}, {"girth_mm", one.girth_mm}, {"weight_g", one.weight_g}});
  }
  for (const std::string& service : terms.services) services.emplace_back(service);
  return json::serialize(json::object{{"size_classes", std::move(classes)},
                                      {"services", std::move(services)},
                                      {"cash_on_delivery", terms.cash_on_delivery}});
}

std::optional<CarrierTerms> decode_carrier_terms(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  const json::array* classes = list_of(object, "size_classes", most_classes);
  const json::array* services = list_of(object, "services", most_services);
  const json::value* collects = object.if_contains("cash_on_delivery");
  if (classes == nullptr || services == nullptr || collects == nullptr || !collects->is_bool()) return std::nullopt;
  CarrierTerms terms{.cash_on_delivery = collects->get_bool()};
  for (const json::value& entry : *classes) {
    auto one = read_class(entry);
    if (!one) return std::nullopt;
    terms.classes.push_back(std::move(*one));
  }
  if (!grows(terms.classes)) return std::nullopt;
  for (const json::value& entry : *services) {
    if (!entry.is_string() || !is_term_id(std::string_view(entry.get_string()))) return std::nullopt;
    terms.services.emplace_back(entry.get_string());
  }
  return terms;
}

}  // namespace sealcart::protocol
