#include "shipping/web/address_page.h"

#include <algorithm>
#include <cassert>

#include "exchange/documents.h"
#include "exchange/posted_page.h"
#include "shipping/rules/acceptance.h"

namespace sealcart::shipping {
namespace {

struct Reader {
  const exchange::Party& party;
  render::Language language;
  const std::string& word(std::string_view key) const { return party.pages.word(key, language); }
};

// Words of a field: its label, and what to do when it is missing or malformed.
struct FieldWords {
  const char* label;
  const char* missing;
  const char* malformed;
};
FieldWords words_of(Field field) {
  switch (field) {
    case Field::country:
      return {"address.country", "text.choose", "text.choose"};
    case Field::country_name:
      return {"address.country_name", "text.missing-country-name", "text.malformed"};
    case Field::postal_code:
      return {"address.postal_code", "text.missing-postal-code", "text.malformed-postal-code"};
    case Field::region:
      return {"address.region", "text.missing-region", "text.malformed"};
    case Field::city:
      return {"address.city", "text.missing-city", "text.malformed"};
    case Field::street:
      return {"address.street", "text.missing-street", "text.malformed"};
    case Field::building:
      return {"address.building", "text.malformed", "text.malformed"};
    case Field::name:
      return {"address.name", "text.missing-name", "text.malformed"};
    case Field::kana:
      return {"address.kana", "text.malformed", "text.malformed-kana"};
    case Field::phone:
      return {"address.phone", "text.malformed", "text.malformed-phone"};
    case Field::day:
      return {"address.day", "text.choose", "text.choose"};
    case Field::hours:
      return {"address.hours", "text.choose", "text.choose"};
    case Field::pickup:
      return {"address.pickup", "text.choose", "text.choose"};
  }
  assert(false);
  return {};
}

const char* fault_word(const Fault& fault) {
  const FieldWords words = words_of(fault.field);
  switch (fault.why) {
    case Fault::Why::missing:
      return words.missing;
    case Fault::Why::malformed:
      return words.malformed;
    case Fault::Why::too_long:
      return "text.too-long";
  }
  assert(false);
  return "";
}

// Name of a country; the order is that of `countries`.
constexpr const char* country_words[] = {"text.country-jp", "text.country-au", "text.country-ca", "text.country-cn",
                                         "text.country-de", "text.country-fr", "text.country-gb", "text.country-kr",
                                         "text.country-tw", "text.country-us"};
static_assert(std::size(country_words) == countries.size());

// The services that have a name of ours; others are shown by their id.
const std::string& service_label(const Reader& reader, const std::string& id) {
  if (id == "standard") return reader.word("text.service-standard");
  if (id == "express") return reader.word("text.service-express");
  return id;
}

void replace(std::string& text, std::string_view variable, std::string_view by) {
  if (const std::size_t at = text.find(variable); at != std::string::npos) text.replace(at, variable.size(), by);
}

std::string day_label(const Reader& reader, std::string_view day) {
  const std::string& names = reader.word("text.weekdays");  // seven of equal length, from Sunday on
  const std::size_t length = names.size() / 7;
  std::string text = reader.word("text.day");
  replace(text, "{{month}}", day.substr(day[5] == '0' ? 6 : 5, day[5] == '0' ? 1 : 2));
  replace(text, "{{date}}", day.substr(day[8] == '0' ? 9 : 8, day[8] == '0' ? 1 : 2));
  replace(text, "{{weekday}}", std::string_view(names).substr(static_cast<std::size_t>(weekday(day)) * length, length));
  return text;
}

void add_option(render::Data& list, std::string_view value, const std::string& label, std::string_view chosen) {
  render::Data one;
  one.set("value", std::string(value));
  one.set("label", label);
  one.set("selected", value == chosen);
  list.push_back(one);
}

render::Data country_options(const Reader& reader, std::string_view chosen) {
  if (chosen.empty()) chosen = home_country;
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < countries.size(); ++i) {
    add_option(list, countries[i], reader.word(country_words[i]), chosen);
  }
  add_option(list, other_country, reader.word("text.country-other"), chosen);
  return list;
}

// How many parcels of each size, in the order in which the sizes first appear.
render::Data parcels_data(const Offer& offer, const std::vector<std::string>& parcels) {
  render::Data list{render::Data::type::list};
  for (auto at = parcels.begin(); at != parcels.end(); ++at) {
    if (std::find(parcels.begin(), at, *at) != at) continue;
    render::Data one;
    one.set("size", *at);
    one.set("count", std::to_string(std::count(at, parcels.end(), *at)));
    if (const protocol::SizeClass* known = offer.terms.find_class(*at)) {
      one.set("girth", std::to_string(known->girth_mm / 10));
      one.set("weight", std::to_string(known->weight_g / 1000));
    }
    list.push_back(one);
  }
  return list;
}

void set_wishes(const Reader& reader, const Offer& offer, const Fields& typed, render::Data& data) {
  render::Data days{render::Data::type::list}, hours{render::Data::type::list}, points{render::Data::type::list};
  for (const std::string& day : delivery_days(reader.party.clock.now())) {
    add_option(days, day, day_label(reader, day), typed[Field::day]);
  }
  for (const std::string& window : offer.hours) add_option(hours, window, hours_label(window), typed[Field::hours]);
  for (const PickupPoint& point : offer.points) add_option(points, point.id, point.name, typed[Field::pickup]);
  data.set("days", days);
  data.set("windows", hours);
  data.set("points", points);
  data.set("has_windows", !offer.hours.empty());
  data.set("has_points", !offer.points.empty());
}

// What was typed, and what is wrong with it: under each field's own name, and as one line.
void set_fields(const Reader& reader, const AddressPage& page, render::Data& data) {
  render::Data faults{render::Data::type::list};
  for (const Field field : all_fields) {
    render::Data one;
    one.set("value", page.typed[field]);
    const auto fault = std::find_if(page.faults.begin(), page.faults.end(),
                                    [field](const Fault& candidate) { return candidate.field == field; });
    if (fault != page.faults.end()) {
      one.set("error", reader.word(fault_word(*fault)));
      render::Data link;
      link.set("field", std::string(form_name(field)));
      link.set("label", reader.word(words_of(field).label));
      link.set("more", fault + 1 != page.faults.end());
      faults.push_back(link);
    }
    data.set(render::Name::of(form_name(field)), one);
  }
  if (!page.faults.empty()) data.set("faults", faults);
  data.set("faulty", !page.faults.empty());
  if (!page.note.empty()) data.set("note", reader.word(page.note));
}

}  // namespace

http::Response draw_address_page(const Depot& depot, const http::Request& request, const Asked& asked,
                                 AddressPage page) {
  const Reader reader{depot.party, exchange::language(request)};
  const Offer& offer = depot.settings.offer;
  const protocol::ShippingRequest& asks = asked.request;
  render::Data data;
  data.set("mall_name", asked.mall->name);
  if (asks.cash_on_delivery) data.set("cod_total", format(*asks.cash_on_delivery));
  data.set("parcels", parcels_data(offer, asks.parcels));
  data.set("service_name", service_label(reader, asks.service));
  data.set("sealed", asks.purchase.sealed.value_or(asks.purchase.name));
  data.set("request", asked.document);
  data.set("tag", exchange::page_tag(depot.party, asked.document, ""));
  data.set("refused", !carries(offer.terms, asks));
  data.set("countries", country_options(reader, page.typed[Field::country]));
  render::Data regions{render::Data::type::list};
  for (const std::string_view prefecture : prefectures) regions.push_back(std::string(prefecture));
  data.set("prefectures", regions);
  set_wishes(reader, offer, page.typed, data);
  set_fields(reader, page, data);
  exchange::switch_language_by_post(data, "/send", asked.document);
  return exchange::page(depot.party, request, "address", "address.title", std::move(data), page.status);
}

}  // namespace sealcart::shipping
