#include "desk/session.h"

#include <spdlog/logger.h>

#include "desk/frame.h"

namespace sealcart::desk {
namespace {

constexpr std::int64_t touch_seconds = 60;

}  // namespace

Task<std::optional<Session>> find_session(Desk& desk, const http::Request& request) {
  const auto cookie = request.cookie(session_cookie);
  if (!cookie) co_return std::nullopt;
  const seal::Digest id_hash = desk.secret.keyed_hash(*cookie);
  const Time now = desk.party.clock.now();
  sql::Database& database = desk.party.database;
  auto found = co_await database.read([&](sql::Connection& c) { return store::find_session(c, id_hash, now); });
  if (found && found->last_seen + touch_seconds <= now) {
    co_await database.write([&](sql::Connection& c) { store::touch_session(c, id_hash, now); });
  }
  co_return found;
}

http::Response turn_away(Desk& desk, const http::Request& request, const std::optional<Session>& session) {
  if (session) {
    return problem_page(desk, request, *session,
                        {403, "role-missing", "Your role does not allow this. An admin can change it."});
  }
  // After a POST the page that sent it is gone from where it was: one begins at the beginning.
  const bool come_back = request.method == http::Method::get;
  const std::string target = request.path + (request.query.empty() ? "" : "?" + request.query);
  return http::Response::redirect(come_back && target != "/" ? "/sign-in?then=" + query_text(target) : "/sign-in");
}

http::Response page(Desk& desk, const http::Request& request, const Session& session, std::string_view name,
                    std::string_view title_key, render::Data data, int status) {
  add_frame(desk, request, session, data);
  auto response = exchange::page(desk.party, request, name, title_key, std::move(data), status);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

http::Response problem_page(Desk& desk, const http::Request& request, const Session& session, const Problem& problem) {
  render::Data data;
  add_frame(desk, request, session, data);
  return exchange::problem_response(desk.party, request, problem, std::move(data));
}

http::Response file(std::string bytes, std::string content_type, const std::string& name, bool save) {
  http::Response response;
  response.content_type = std::move(content_type);
  response.headers = {
      {"Cache-Control", "no-store"},
      {"Content-Disposition", (save ? "attachment; filename=\"" : "inline; filename=\"") + name + "\""}};
  response.body = std::move(bytes);
  return response;
}

}  // namespace sealcart::desk
