// The pages of a mall's desk, besides those that every desk has.
#pragma once

#include <vector>

#include "http/message.h"
#include "mall/desk/office.h"

namespace sealcart::mall {

std::vector<http::Route> routes(Office& office);

}  // namespace sealcart::mall
