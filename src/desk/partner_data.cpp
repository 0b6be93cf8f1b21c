#include "desk/partner_data.h"

#include "core/day.h"
#include "desk/frame.h"

namespace sealcart::desk {
namespace {

std::string_view role_key(std::string_view role) {
  if (role == "mall") return "partner.role_mall";
  return role == "credit" ? "partner.role_credit" : "partner.role_shipping";
}

constexpr std::int64_t year_10000 = 253402300800;

}  // namespace

void add_partner_data(const exchange::Partner& partner, const exchange::Party& party, render::Language language,
                      render::Data& data) {
  data.set("id", partner.id);
  data.set("name", partner.name);
  data.set("role_text", party.pages.word(role_key(partner.role), language));
  data.set("origin", partner.origin);
  data.set("api", partner.api);
  data.set("location", partner.location);
  data.set("service", partner.service);
  data.set("active", partner.active);
  render::Data keys{render::Data::type::list};
  for (const protocol::VerifyKey& key : partner.keys) {
    render::Data one;
    one.set("kid", key.kid);
    // A key that is in use yet has no end.
    if (key.not_after.seconds < year_10000) one.set("key_until", time_text(key.not_after));
    keys.push_back(std::move(one));
  }
  data.set("keys", std::move(keys));
}

std::string partner_name(const exchange::Party& party, std::string_view id) {
  const auto partner = party.partners.by_id(id);
  return partner ? partner->name : std::string(id);
}

std::string service_text(const render::Pages& pages, std::string_view code, render::Language language) {
  const std::string key = "service." + std::string(code);
  return pages.has_word(key) ? pages.word(key, language) : std::string(code);
}

render::Data partner_options(const exchange::Party& party, std::string_view role, std::string_view chosen) {
  render::Data list{render::Data::type::list};
  const auto partners = party.partners.all();
  for (const exchange::Partner& partner : *partners) {
    if (!role.empty() && partner.role != role) continue;
    render::Data one;
    one.set("id", partner.id);
    one.set("name", partner.name);
    one.set("chosen", partner.id == chosen);
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace sealcart::desk
