#include "shipping/web/routes.h"

#include "exchange/posted_page.h"
#include "shipping/web/endpoints.h"

namespace sealcart::shipping {
namespace {

using http::Method, http::Route;

std::vector<Route> common(const Depot& depot) {
  return exchange::common_routes(depot.party, protocol::encode(depot.settings.offer.terms));
}

}  // namespace

std::vector<Route> routes(Depot& depot) {
  std::vector<Route> all = common(depot);
  for (Route& route : exchange::entrances(depot.party, "home.title", {"/send", "/ship"}))
    all.push_back(std::move(route));
  all.push_back(exchange::route(depot, Method::post, "/send", send));
  all.push_back(exchange::route(depot, Method::post, "/ship", ship));
  all.push_back(exchange::route(depot, Method::post, "/postal", postal));
  return all;
}

std::vector<Route> partner_routes(Depot& depot) { return common(depot); }

}  // namespace sealcart::shipping
