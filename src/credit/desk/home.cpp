// GET /: what waits.
#include "credit/desk/endpoints.h"

namespace sealcart::credit {

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session) {
  render::Data data;
  co_return desk::page(office.desk, request, session, "home", "home.title", std::move(data));
}

}  // namespace sealcart::credit
