// One function a page of the credit company's desk, in a file of the same subject.
#pragma once

#include "credit/desk/office.h"
#include "desk/session.h"

namespace sealcart::credit {

using desk::Session;

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_forwarding(Office& office, const http::Request& request, const Session& session);
Task<http::Response> forward_parcels(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::credit
