// The confirmation: total and company, OK or Cancel (seed S807, S808, S815, S1507, S1508, S1513).
#pragma once

#include "exchange/partners.h"
#include "mall/rules/basket.h"
#include "mall/web/shop.h"
#include "mall/web/visit.h"

namespace sealcart::mall {

// Draws the confirmation with a fresh offer. `company` is a credit company, or a shipping company that takes the
// basket. `changed`: the basket or a price is not what was confirmed before.
http::Response draw_confirmation(const Shop& shop, const http::Request& request, const Visit& visit, const Bill& bill,
                                 const exchange::Partner& company, bool changed);

// Whether a basket may be bought through this company: nullopt if so. Problems: 404 company-unknown, 409
// basket-digital (too many files), parcel-too-large, parcel-not-alone (it holds something digital), cash-on-delivery.
std::optional<Problem> not_through(const Shop& shop, const Bill& bill, const exchange::Partner* company);

}  // namespace sealcart::mall
