// Which address is answered by which endpoint.
#pragma once

#include <vector>

#include "http/message.h"
#include "shipping/web/depot.h"

namespace sealcart::shipping {

std::vector<http::Route> routes(Depot& depot);          // for customers
std::vector<http::Route> partner_routes(Depot& depot);  // for partners

}  // namespace sealcart::shipping
