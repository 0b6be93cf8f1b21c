// One function an endpoint, each in a file of its own name.
#pragma once

#include "core/task.h"
#include "http/message.h"
#include "shipping/web/depot.h"

namespace sealcart::shipping {

Task<http::Response> send(Depot& depot, const http::Request& request);    // POST /send
Task<http::Response> ship(Depot& depot, const http::Request& request);    // POST /ship
Task<http::Response> postal(Depot& depot, const http::Request& request);  // POST /postal

}  // namespace sealcart::shipping
