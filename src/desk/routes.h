// Routes that every desk has: sign-in, account, operators, audit log, assets, health. Adds theirs to the menu.
#pragma once

#include <vector>

#include "desk/desk.h"
#include "http/message.h"

namespace sealcart::desk {

std::vector<http::Route> routes(Desk& desk);

}  // namespace sealcart::desk
