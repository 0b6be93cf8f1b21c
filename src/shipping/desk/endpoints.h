// One function a page of the shipping company's desk, in a file of the same subject.
#pragma once

#include "desk/session.h"
#include "shipping/desk/office.h"

namespace sealcart::shipping {

using desk::Session;

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::shipping
