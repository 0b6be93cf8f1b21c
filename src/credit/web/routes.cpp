#include "credit/web/routes.h"

#include <spdlog/logger.h>

#include "credit/web/endpoints.h"

namespace sealcart::credit {
namespace {

using http::Method, http::Request, http::Response, http::Route;

// Somebody came without a purchase: by a bookmark, or by going back.
Task<Response> without_purchase(Bank& bank, const Request& request) {
  co_return exchange::problem_response(
      bank.party, request, {405, "begin-at-shop", "This page is opened by a shop: go back to it and settle again."});
}

Task<Response> home(Bank& bank, const Request& request) {
  co_return exchange::page(bank.party, request, "home", "home.title", render::Data());
}

}  // namespace

std::vector<Route> routes(Bank& bank) {
  std::vector<Route> all = exchange::common_routes(bank.party);
  all.push_back({Method::get, "/", [&bank](const Request& request) { return home(bank, request); }});
  for (const char* path : {"/pay", "/settle", "/check-words"}) {
    all.push_back({Method::get, path, [&bank](const Request& request) { return without_purchase(bank, request); }});
  }
  all.push_back(exchange::route(bank, Method::post, "/pay", pay));
  all.push_back(exchange::route(bank, Method::post, "/settle", settle));
  all.push_back(exchange::route(bank, Method::post, "/check-words", check_words));
  all.push_back(exchange::route(bank, Method::post, "/passkey", make_passkey));
  return all;
}

std::vector<Route> partner_routes(Bank& bank) { return exchange::common_routes(bank.party); }

}  // namespace sealcart::credit
