// The pages of a credit company's desk, besides those that every desk has.
#pragma once

#include <vector>

#include "credit/desk/office.h"
#include "http/message.h"

namespace sealcart::credit {

std::vector<http::Route> routes(Office& office);

}  // namespace sealcart::credit
