#include "shipping/desk/routes.h"

#include "shipping/desk/endpoints.h"

namespace sealcart::shipping {

std::vector<http::Route> routes(Office& office) {
  using desk::Role, http::Method;
  std::vector<http::Route> all;
  const auto add = [&](Role needed, Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
    all.push_back(desk::route(office, needed, method, pattern, endpoint));
  };
  add(Role::viewer, Method::get, "/", show_home);
  add(Role::clerk, Method::get, "/scan", show_scan);
  add(Role::clerk, Method::post, "/scan", scan);
  add(Role::viewer, Method::get, "/parcels", show_parcels);
  add(Role::viewer, Method::get, "/parcels/:id", show_parcel);
  add(Role::clerk, Method::post, "/parcels/:id/label", print_again);
  add(Role::clerk, Method::post, "/parcels/:id/step", step_parcel);
  add(Role::viewer, Method::get, "/tours", show_tours);
  add(Role::clerk, Method::post, "/tours", open_tour);
  add(Role::viewer, Method::get, "/tours/:id", show_tour);
  add(Role::clerk, Method::post, "/tours/:id/dispatch", dispatch);
  add(Role::viewer, Method::get, "/tours/:id/manifest", show_manifest);
  add(Role::clerk, Method::post, "/tours/:id/manifest", print_manifest);
  add(Role::clerk, Method::get, "/tours/:id/day", show_day);
  add(Role::clerk, Method::post, "/tours/:id/day", end_day);
  add(Role::viewer, Method::get, "/cash", show_cash);
  add(Role::clerk, Method::post, "/cash/deposit", deposit_cash);
  add(Role::admin, Method::post, "/cash/account", save_account);
  add(Role::clerk, Method::post, "/cash/remit", remit_cash);
  add(Role::viewer, Method::get, "/remittances", show_remittances);
  add(Role::viewer, Method::get, "/remittances/:id", show_remittance);
  add(Role::clerk, Method::get, "/remittances/:id/file", remittance_file);
  add(Role::viewer, Method::get, "/alarms", show_alarms);
  add(Role::clerk, Method::post, "/alarms/:id/settle", settle_alarm);
  return all;
}

}  // namespace sealcart::shipping
