#include "desk/routes.h"

#include <memory>

#include "desk/endpoints.h"

namespace sealcart::desk {
namespace {

// A page that is reached without a session.
http::Route open_route(Desk& desk, http::Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Desk&, const http::Request&)) {
  return {method, pattern, [&desk, endpoint](const http::Request& request) -> Task<http::Response> {
            std::string fault;
            try {
              co_return co_await endpoint(desk, request);
            } catch (const sql::Error& error) {
              fault = error.what();
            }
            co_return exchange::database_fault(desk.party, request, fault);
          }};
}

}  // namespace

std::vector<http::Route> routes(Desk& desk) {
  using http::Method;
  desk.menu.push_back({"/partners", "menu.partners"});
  desk.menu.push_back({"/letters", "menu.letters"});
  desk.menu.push_back({"/operators", "menu.operators"});
  desk.menu.push_back({"/audit", "menu.audit"});
  std::vector<http::Route> all = exchange::common_routes(desk.party);
  // What partners ask for is not asked for here.
  std::erase_if(all, [](const http::Route& route) { return route.pattern.starts_with("/.well-known/"); });
  all.push_back(open_route(desk, Method::get, "/sign-in", show_sign_in));
  all.push_back(open_route(desk, Method::post, "/sign-in", sign_in));
  all.push_back(open_route(desk, Method::post, "/sign-out", sign_out));

  const auto office = std::make_shared<Office>(Office{desk, desk.party});
  const auto add = [&](Role needed, Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
    http::Route made = route(*office, needed, method, pattern, endpoint);
    // The office lives as long as the routes that refer to it.
    made.handler = [office, handler = std::move(made.handler)](const http::Request& request) {
      return handler(request);
    };
    all.push_back(std::move(made));
  };
  add(Role::viewer, Method::get, "/account", show_account);
  add(Role::viewer, Method::post, "/account/password", change_password);
  add(Role::viewer, Method::get, "/account/codes", offer_codes);
  add(Role::viewer, Method::post, "/account/codes", start_codes);
  add(Role::viewer, Method::post, "/account/codes/stop", stop_codes);
  add(Role::viewer, Method::post, "/account/sessions/end", end_session);
  add(Role::admin, Method::get, "/operators", show_operators);
  add(Role::admin, Method::post, "/operators", add_operator);
  add(Role::admin, Method::post, "/operators/change", change_operator);
  add(Role::viewer, Method::get, "/partners", show_partners);
  add(Role::admin, Method::post, "/partners", add_partner);
  add(Role::admin, Method::post, "/partners/look", look_at_partner);
  add(Role::viewer, Method::get, "/partners/:id", show_partner);
  add(Role::clerk, Method::post, "/partners/:id/test", test_partner);
  add(Role::admin, Method::post, "/partners/:id/change", change_partner);
  add(Role::viewer, Method::get, "/letters", show_letters);
  add(Role::clerk, Method::post, "/letters/:id", change_letter);
  add(Role::viewer, Method::get, "/audit", show_audit);
  return all;
}

}  // namespace sealcart::desk
