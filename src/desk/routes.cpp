#include "desk/routes.h"

#include <memory>

#include "desk/endpoints.h"
#include "desk/pages.h"

namespace sealcart::desk {
namespace {

using http::Method;

constexpr Page<Office> pages[] = {
    {Role::viewer, Method::get, "/account", show_account},
    {Role::viewer, Method::post, "/account/password", change_password},
    {Role::viewer, Method::get, "/account/codes", offer_codes},
    {Role::viewer, Method::post, "/account/codes", start_codes},
    {Role::viewer, Method::post, "/account/codes/stop", stop_codes},
    {Role::viewer, Method::post, "/account/sessions/end", end_session},
    {Role::admin, Method::get, "/operators", show_operators},
    {Role::admin, Method::post, "/operators", add_operator},
    {Role::admin, Method::post, "/operators/change", change_operator},
    {Role::viewer, Method::get, "/partners", show_partners},
    {Role::admin, Method::post, "/partners", add_partner},
    {Role::admin, Method::post, "/partners/look", look_at_partner},
    {Role::viewer, Method::get, "/partners/:id", show_partner},
    {Role::clerk, Method::post, "/partners/:id/test", test_partner},
    {Role::admin, Method::post, "/partners/:id/change", change_partner},
    {Role::viewer, Method::get, "/letters", show_letters},
    {Role::clerk, Method::post, "/letters/:id", change_letter},
    {Role::viewer, Method::get, "/audit", show_audit},
};

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
  for (http::Route& own : routes_of(*office, pages)) {
    // The office lives as long as the routes that refer to it.
    own.handler = [office, handler = std::move(own.handler)](const http::Request& request) { return handler(request); };
    all.push_back(std::move(own));
  }
  return all;
}

}  // namespace sealcart::desk
