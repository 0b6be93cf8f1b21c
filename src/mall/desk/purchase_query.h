// Which purchases an operator asks for: the query of /purchases, and the page that it makes.
#pragma once

#include <string>

#include "http/message.h"
#include "mall/store/purchase_list.h"

namespace sealcart::mall {

struct PurchaseQuery {
  store::PurchaseFilter filter;
  std::string from, to;  // days as typed; `to` is included
  std::string before;    // number of the last row of the page before; empty: the first page
};
// What will not do is left out.
PurchaseQuery parse_purchase_query(const http::Request& request);
std::string address_of(const PurchaseQuery& query, const std::string& before);

}  // namespace sealcart::mall
