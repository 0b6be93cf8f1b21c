#include "mall/web/carriers.h"

namespace sealcart::mall {
namespace {

std::optional<Carrier> carrier_of(std::shared_ptr<const exchange::Partner> partner, const Goods& goods) {
  if (!partner->active || partner->role != name(Role::shipping)) return std::nullopt;
  auto terms = protocol::decode_carrier_terms(partner->terms);
  if (!terms) return std::nullopt;
  Carrier made{std::move(partner), std::move(*terms), std::nullopt};
  if (auto all = loads(goods); all && !all->empty()) made.parcels = pack(std::move(*all), made.terms);
  return made;
}

std::string filled(std::string text, std::string_view hole, std::string_view value) {
  if (const std::size_t at = text.find(hole); at != std::string::npos) text.replace(at, hole.size(), value);
  return text;
}

}  // namespace

std::vector<Carrier> carriers(const Shop& shop, const Goods& goods) {
  std::vector<Carrier> found;
  const auto all = shop.party.partners.all();
  for (const exchange::Partner& partner : *all) {
    if (auto one = carrier_of({all, &partner}, goods)) found.push_back(std::move(*one));
  }
  return found;
}

std::optional<Carrier> carrier(const Shop& shop, std::string_view id, const Goods& goods) {
  auto partner = shop.party.partners.by_id(id);
  return partner ? carrier_of(std::move(partner), goods) : std::nullopt;
}

std::string parcels_text(const Shop& shop, const std::vector<std::string>& parcels, render::Language language) {
  std::string sizes;
  for (const std::string& size : parcels) sizes += (sizes.empty() ? "" : ", ") + size;
  const char* key = parcels.size() == 1 ? "text.one-parcel" : "text.parcels";
  return filled(filled(shop.party.pages.word(key, language), "{{count}}", std::to_string(parcels.size())), "{{sizes}}",
                sizes);
}

std::string service_text(const Shop& shop, const std::string& service, render::Language language) {
  // The usual ones have words; what else a company offers is shown as it names it.
  if (service == "standard") return shop.party.pages.word("text.service-standard", language);
  if (service == "express") return shop.party.pages.word("text.service-express", language);
  return service;
}

render::Data carrier_data(const Shop& shop, const Carrier& carrier, bool collects, render::Language language) {
  render::Data data;
  data.set("id", carrier.partner->id);
  data.set("name", carrier.partner->name);
  data.set("location", carrier.partner->location);
  data.set("service", carrier.partner->service);
  const bool refused = collects && !carrier.terms.cash_on_delivery;
  data.set("takes", carrier.parcels.has_value() && !refused);
  data.set("too_large", !carrier.parcels.has_value());
  data.set("paid_only", carrier.parcels.has_value() && refused);
  if (carrier.parcels) data.set("parcels", parcels_text(shop, *carrier.parcels, language));
  render::Data services{render::Data::type::list};
  for (const std::string& id : carrier.terms.services) {
    render::Data service;
    service.set("id", id);
    service.set("label", service_text(shop, id, language));
    service.set("checked", id == carrier.terms.services.front());
    services.push_back(service);
  }
  data.set("services", services);
  data.set("several", carrier.terms.services.size() > 1);
  return data;
}

}  // namespace sealcart::mall
