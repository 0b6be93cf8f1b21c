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
  add(Role::viewer, Method::get, "/digital", show_digital);
  add(Role::clerk, Method::post, "/digital/pack", pack_digital);
  add(Role::clerk, Method::post, "/digital/retry", retry_digital);
  return all;
}

}  // namespace sealcart::mall
