// Which endpoint answers what.
#pragma once

#include <vector>

#include "http/message.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

// For customers. `shop` must outlive the server.
std::vector<http::Route> routes(Shop& shop);
// For partners, on the listener that asks for certificates.
std::vector<http::Route> partner_routes(Shop& shop);

}  // namespace sealcart::mall
