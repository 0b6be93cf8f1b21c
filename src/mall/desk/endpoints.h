// One function a page of the mall's desk, in a file of the same subject.
#pragma once

#include "desk/session.h"
#include "mall/desk/office.h"

namespace sealcart::mall {

using desk::Session;

Task<http::Response> show_packing(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_pack(Office& office, const http::Request& request, const Session& session);
Task<http::Response> open_goods(Office& office, const http::Request& request, const Session& session);
Task<http::Response> pack_parcel(Office& office, const http::Request& request, const Session& session);
Task<http::Response> send_label(Office& office, const http::Request& request, const Session& session);
Task<http::Response> reprint_label(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_handing(Office& office, const http::Request& request, const Session& session);
Task<http::Response> hand_parcels(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::mall
