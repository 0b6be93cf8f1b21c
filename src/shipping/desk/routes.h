// The pages of a shipping company's desk, besides those that every desk has.
#pragma once

#include <vector>

#include "http/message.h"
#include "shipping/desk/office.h"

namespace sealcart::shipping {

std::vector<http::Route> routes(Office& office);

}  // namespace sealcart::shipping
