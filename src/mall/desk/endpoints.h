// One function a page of the mall's desk, in a file of the same subject.
#pragma once

#include "desk/session.h"
#include "mall/desk/office.h"

namespace sealcart::mall {

using desk::Session;

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_digital(Office& office, const http::Request& request, const Session& session);
Task<http::Response> pack_digital(Office& office, const http::Request& request, const Session& session);
Task<http::Response> retry_digital(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::mall
