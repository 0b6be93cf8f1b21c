#include "credit/desk/routes.h"

#include "credit/desk/endpoints.h"

namespace sealcart::credit {

std::vector<http::Route> routes(Office& office) {
  using desk::Role, http::Method;
  std::vector<http::Route> all;
  const auto add = [&](Role needed, Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
    all.push_back(desk::route(office, needed, method, pattern, endpoint));
  };
  add(Role::viewer, Method::get, "/", show_home);
  add(Role::viewer, Method::get, "/forwarding", show_forwarding);
  add(Role::clerk, Method::post, "/forwarding", forward_parcels);
  return all;
}

}  // namespace sealcart::credit
