// One function a page of the shipping company's desk, in a file of the same subject.
#pragma once

#include "desk/session.h"
#include "shipping/desk/office.h"

namespace sealcart::shipping {

using desk::Session;

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_scan(Office& office, const http::Request& request, const Session& session);
Task<http::Response> scan(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_parcels(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_parcel(Office& office, const http::Request& request, const Session& session);
Task<http::Response> print_again(Office& office, const http::Request& request, const Session& session);
Task<http::Response> step_parcel(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_tours(Office& office, const http::Request& request, const Session& session);
Task<http::Response> open_tour(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_tour(Office& office, const http::Request& request, const Session& session);
Task<http::Response> dispatch(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_manifest(Office& office, const http::Request& request, const Session& session);
Task<http::Response> print_manifest(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_day(Office& office, const http::Request& request, const Session& session);
Task<http::Response> end_day(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_cash(Office& office, const http::Request& request, const Session& session);
Task<http::Response> deposit_cash(Office& office, const http::Request& request, const Session& session);
Task<http::Response> save_account(Office& office, const http::Request& request, const Session& session);
Task<http::Response> remit_cash(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_remittances(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_remittance(Office& office, const http::Request& request, const Session& session);
Task<http::Response> remittance_file(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_alarms(Office& office, const http::Request& request, const Session& session);
Task<http::Response> settle_alarm(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::shipping
