// What the pages of partners say of one.
#pragma once

#include "exchange/party.h"
#include "render/pages.h"

namespace sealcart::desk {

// id, name, role_text, origin, api, location, service, active, keys (list of {kid, until}).
void add_partner_data(const exchange::Partner& partner, const exchange::Party& party, render::Language language,
                      render::Data& data);

// What people call a partner by its short name; the short name itself for one that is no longer registered.
std::string partner_name(const exchange::Party& party, std::string_view id);

// The word for what a shipping company carries; its code where there is no word.
std::string service_text(const render::Pages& pages, std::string_view code, render::Language language);

// A list of {id, name, chosen}: the partners of that role, of every role when it is empty.
render::Data partner_options(const exchange::Party& party, std::string_view role, std::string_view chosen);

}  // namespace sealcart::desk
