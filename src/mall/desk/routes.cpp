#include "mall/desk/routes.h"

#include "mall/desk/endpoints.h"

namespace sealcart::mall {

std::vector<http::Route> routes(Office& office) {
  using desk::Role, http::Method;
  std::vector<http::Route> all;
  const auto add = [&](Role needed, Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
    all.push_back(desk::route(office, needed, method, pattern, endpoint));
  };
  add(Role::viewer, Method::get, "/", show_home);
  add(Role::viewer, Method::get, "/packing", show_packing);
  add(Role::viewer, Method::get, "/packing/:number", show_pack);
  add(Role::clerk, Method::post, "/packing/:number/open", open_goods);
  add(Role::clerk, Method::post, "/packing/:number/pack", pack_parcel);
  add(Role::clerk, Method::get, "/label/:number/:parcel", send_label);
  add(Role::clerk, Method::post, "/label/:number/:parcel/reprint", reprint_label);
  add(Role::viewer, Method::get, "/handing", show_handing);
  add(Role::clerk, Method::post, "/handing", hand_parcels);
  return all;
}

}  // namespace sealcart::mall
