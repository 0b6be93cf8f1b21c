// The addresses of a credit company. `bank` must live as long as the routes.
#pragma once

#include <vector>

#include "credit/web/bank.h"
#include "http/message.h"

namespace sealcart::credit {

// For customers: / , /pay, /settle, /check-words, /passkey and what every party has.
std::vector<http::Route> routes(Bank& bank);
// For partners.
std::vector<http::Route> partner_routes(Bank& bank);

}  // namespace sealcart::credit
