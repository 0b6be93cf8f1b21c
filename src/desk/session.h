// Who is signed in, and routes that ask for it.
#pragma once

#include <optional>
#include <string>

#include "core/task.h"
#include "desk/desk.h"
#include "desk/store/sessions.h"
#include "http/message.h"

namespace sealcart::desk {

using Session = store::SessionRow;

// SameSite=Strict: the console is reached from its own pages alone.
inline constexpr std::string_view session_cookie = "__Host-desk";

// The session of the request's cookie, if it holds; its last use is noted once a minute.
Task<std::optional<Session>> find_session(Desk& desk, const http::Request& request);

// Answers a request without a session, or of a role that may not: the sign-in page, or 403 "role-missing".
http::Response turn_away(Desk& desk, const http::Request& request, const std::optional<Session>& session);

// A route to `endpoint(office, request, session)` for operators of at least the role `needed`. `office` is what the
// party's desk endpoints share, with members `party` and `desk`. A form is taken from the desk's own pages alone.
template <class Office>
http::Route route(Office& office, Role needed, http::Method method, const char* pattern,
                  Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
  return {method, pattern, [&office, needed, endpoint](const http::Request& request) -> Task<http::Response> {
            std::string fault;
            try {
              const std::optional<Session> session = co_await find_session(office.desk, request);
              if (!session || session->role < needed) co_return turn_away(office.desk, request, session);
              co_return co_await endpoint(office, request, *session);
            } catch (const sql::Error& error) {
              fault = error.what();
            }
            co_return exchange::database_fault(office.party, request, fault);
          }};
}

// A page of the console: the frame with the menu, and who is signed in.
http::Response page(Desk& desk, const http::Request& request, const Session& session, std::string_view name,
                    std::string_view title_key, render::Data data, int status = 200);
// A problem as such a page.
http::Response problem_page(Desk& desk, const http::Request& request, const Session& session, const Problem& problem);

// A file to show or save: never kept by the browser's cache.
http::Response file(std::string bytes, std::string content_type, const std::string& name, bool save);

}  // namespace sealcart::desk
