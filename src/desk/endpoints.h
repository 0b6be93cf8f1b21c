// Pages that every desk has.
#pragma once

#include <vector>

#include "desk/desk.h"
#include "desk/session.h"

namespace sealcart::desk {

// What the desk's own pages share, in the form that route() asks for.
struct Office {
  Desk& desk;
  const exchange::Party& party;
};

// Whose wrong tries are counted together: a keyed hash, since what is typed as a name may be a password.
std::string tries_of(const Desk& desk, std::string_view name);

Task<http::Response> show_sign_in(Desk& desk, const http::Request& request);
Task<http::Response> sign_in(Desk& desk, const http::Request& request);
Task<http::Response> sign_out(Desk& desk, const http::Request& request);

Task<http::Response> show_account(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_password(Office& office, const http::Request& request, const Session& session);
Task<http::Response> offer_codes(Office& office, const http::Request& request, const Session& session);
Task<http::Response> start_codes(Office& office, const http::Request& request, const Session& session);
Task<http::Response> stop_codes(Office& office, const http::Request& request, const Session& session);
Task<http::Response> end_session(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_operators(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_operator(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_operator(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_partners(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_partner(Office& office, const http::Request& request, const Session& session);
Task<http::Response> test_partner(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_partner(Office& office, const http::Request& request, const Session& session);
Task<http::Response> look_at_partner(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_partner(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_letters(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_letter(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_audit(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::desk
