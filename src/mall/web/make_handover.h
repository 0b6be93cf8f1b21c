// A purchase made ready for one company: a number of its own, a fresh box, the signed request (seed S312, S313, S1212,
// S1213).
#pragma once

#include <string>
#include <vector>

#include "exchange/partners.h"
#include "mall/rules/goods.h"
#include "mall/rules/purchase.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

Handover make_payment(const Shop& shop, const Goods& goods, const Money& total, protocol::GoodsKind kind,
                      const exchange::Partner& company, Time now);

struct Shipment {
  std::vector<std::string> parcels;
  std::string service;
  std::optional<Money> cash_on_delivery;
};
Handover make_delivery(const Shop& shop, const Goods& goods, Shipment shipment, const exchange::Partner& company,
                       Time now);

}  // namespace sealcart::mall
