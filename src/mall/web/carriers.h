// Shipping companies as the customer may choose among them (seed S1208, S1209, Fig. 5): what each would take these
// goods as.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/partners.h"
#include "mall/rules/goods.h"
#include "mall/web/shop.h"
#include "protocol/carrier_terms.h"
#include "render/pages.h"

namespace sealcart::mall {

struct Carrier {
  std::shared_ptr<const exchange::Partner> partner;
  protocol::CarrierTerms terms;
  std::optional<std::vector<std::string>> parcels;  // size classes; nullopt: these goods cannot go there
};

// All that the mall works with, in order of id.
std::vector<Carrier> carriers(const Shop& shop, const Goods& goods);
// nullopt when there is no such active shipping company.
std::optional<Carrier> carrier(const Shop& shop, std::string_view id, const Goods& goods);

// For the templates' {{> _carrier}}. `collects`: cash on delivery is asked for.
render::Data carrier_data(const Shop& shop, const Carrier& carrier, bool collects, render::Language language);

// What a customer reads of the parcels: "One parcel of size 80".
std::string parcels_text(const Shop& shop, const std::vector<std::string>& parcels, render::Language language);
std::string service_text(const Shop& shop, const std::string& service, render::Language language);

}  // namespace sealcart::mall
