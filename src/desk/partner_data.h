// What the pages of partners say of one.
#pragma once

#include "exchange/party.h"
#include "render/pages.h"

namespace sealcart::desk {

// id, name, role_text, origin, api, location, service, active, keys (list of {kid, until}).
void add_partner_data(const exchange::Partner& partner, const exchange::Party& party, render::Language language,
                      render::Data& data);

}  // namespace sealcart::desk
