#include "cli/site.h"

#include <cassert>
#include <memory>

#include "credit/desk/office.h"
#include "credit/desk/routes.h"
#include "credit/web/bank.h"
#include "credit/web/routes.h"
#include "desk/routes.h"
#include "mall/desk/office.h"
#include "mall/desk/routes.h"
#include "mall/web/routes.h"
#include "mall/web/shop.h"
#include "shipping/desk/office.h"
#include "shipping/desk/routes.h"
#include "shipping/web/depot.h"
#include "shipping/web/routes.h"

namespace sealcart::cli {
namespace {

// Shop, Bank and Depot have the same shape: routes, a tick, a stop.
template <class Business>
Site site_of(const exchange::Party& party) {
  auto business = std::make_shared<Business>(party);
  return {.routes = routes(*business),
          .partner_routes = partner_routes(*business),
          .tick = [business] { return business->tick(); },
          .stop = [business] { business->stop(); }};
}

// What every desk has comes after what is the party's own.
template <class Office>
DeskSite desk_of(desk::Desk& desk) {
  auto office = std::make_shared<Office>(desk);
  DeskSite site{
      .routes = routes(*office), .tick = [office] { return office->tick(); }, .stop = [office] { office->stop(); }};
  for (http::Route& route : desk::routes(desk)) site.routes.push_back(std::move(route));
  return site;
}

std::string code_of(int status) {
  switch (status) {
    case 404:
      return "not-found";
    case 411:
      return "length-required";
    case 429:
      return "too-many-requests";
    case 503:
      return "unavailable";
    default:
      return "http-" + std::to_string(status);
  }
}

}  // namespace

Site make_site(const exchange::Party& party) {
  if (party.config.role == "mall") return site_of<mall::Shop>(party);
  if (party.config.role == "credit") return site_of<credit::Bank>(party);
  assert(party.config.role == "shipping");
  return site_of<shipping::Depot>(party);
}

DeskSite make_desk(desk::Desk& desk) {
  const std::string& role = desk.party.config.role;
  if (role == "mall") return desk_of<mall::Office>(desk);
  if (role == "credit") return desk_of<credit::Office>(desk);
  assert(role == "shipping");
  return desk_of<shipping::Office>(desk);
}

http::Response failure_page(const exchange::Party& party, const http::Request& request, int status) {
  return exchange::problem_response(party, request,
                                    {status, code_of(status), "The server answers this request with an error status."});
}

http::Limits partner_limits(http::Limits limits) {
  limits.body_bytes = 64 * protocol::max_document_bytes + 4096;
  limits.requests_per_second = 0;
  return limits;
}

}  // namespace sealcart::cli
