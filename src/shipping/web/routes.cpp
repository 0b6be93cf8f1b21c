#include "shipping/web/routes.h"

#include "shipping/web/endpoints.h"

namespace sealcart::shipping {
namespace {

using http::Method, http::Request, http::Response, http::Route;

// Somebody came without a purchase: by a bookmark, or by going back.
Task<Response> without_purchase(Depot& depot, const Request& request) {
  co_return exchange::problem_response(
      depot.party, request, {405, "begin-at-shop", "This page is opened by a shop: go back to it and begin again."});
}

Task<Response> home(Depot& depot, const Request& request) {
  co_return exchange::page(depot.party, request, "home", "home.title", render::Data());
}

std::vector<Route> common(const Depot& depot) {
  return exchange::common_routes(depot.party, protocol::encode(depot.settings.offer.terms));
}

}  // namespace

std::vector<Route> routes(Depot& depot) {
  std::vector<Route> all = common(depot);
  all.push_back({Method::get, "/", [&depot](const Request& request) { return home(depot, request); }});
  for (const char* path : {"/send", "/ship"}) {
    all.push_back({Method::get, path, [&depot](const Request& request) { return without_purchase(depot, request); }});
  }
  all.push_back(exchange::route(depot, Method::post, "/send", send));
  all.push_back(exchange::route(depot, Method::post, "/ship", ship));
  all.push_back(exchange::route(depot, Method::post, "/postal", postal));
  return all;
}

std::vector<Route> partner_routes(Depot& depot) { return common(depot); }

}  // namespace sealcart::shipping
