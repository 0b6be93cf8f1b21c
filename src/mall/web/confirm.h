// The confirmation: total and company, OK or Cancel (seed S807, S808, S815).
#pragma once

#include <memory>

#include "exchange/partners.h"
#include "mall/web/shop.h"
#include "mall/web/visit.h"

namespace sealcart::mall {

// The active credit company of that id, or nullptr.
std::shared_ptr<const exchange::Partner> credit_company(const Shop& shop, std::string_view id);

// Draws the confirmation with a fresh offer. `changed`: the basket or a price is not what was confirmed before.
http::Response draw_confirmation(const Shop& shop, const http::Request& request, const Visit& visit, const Bill& bill,
                                 const exchange::Partner& company, bool changed);

}  // namespace sealcart::mall
