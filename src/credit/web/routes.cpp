#include "credit/web/routes.h"

#include <spdlog/logger.h>

#include "credit/web/endpoints.h"
#include "sql/database.h"

namespace sealcart::credit {
namespace {

using http::Method, http::Request, http::Response, http::Route;
using Endpoint = Task<Response> (*)(Bank&, const Request&);

// A fault of the database is answered by 503 and logged; the customer may send the same again.
Route post(Bank& bank, const char* path, Endpoint endpoint) {
  return {Method::post, path, [&bank, path, endpoint](const Request& request) -> Task<Response> {
            std::string fault;
            try {
              co_return co_await endpoint(bank, request);
            } catch (const sql::Error& error) {
              fault = error.what();
            }
            bank.party.log.error("{}: {}", path, fault);
            co_return exchange::problem_response(bank.party, request, exchange::unavailable());
          }};
}

// Somebody came without a purchase: by a bookmark, or by going back.
Task<Response> without_purchase(Bank& bank, const Request& request) {
  co_return exchange::problem_response(
      bank.party, request, {405, "begin-at-shop", "This page is opened by a shop: go back to it and settle again."});
}

Task<Response> home(Bank& bank, const Request& request) {
  co_return exchange::page(bank.party, request, "home", "home.title", render::Data());
}

}  // namespace

Expected<http::Form> own_form(const Bank& bank, const http::Request& request) {
  if (!exchange::same_origin(bank.party, request)) {
    return problem(403, "foreign-form", "This form was not sent from our own page.");
  }
  auto form = http::Form::parse(request.body);
  if (!form) return problem(400, "form-malformed", "These fields are not of a form.");
  return std::move(*form);
}

std::vector<Route> routes(Bank& bank) {
  std::vector<Route> all = exchange::common_routes(bank.party);
  all.push_back({Method::get, "/", [&bank](const Request& request) { return home(bank, request); }});
  for (const char* path : {"/pay", "/settle", "/check-words"}) {
    all.push_back({Method::get, path, [&bank](const Request& request) { return without_purchase(bank, request); }});
  }
  all.push_back(post(bank, "/pay", pay));
  all.push_back(post(bank, "/settle", settle));
  all.push_back(post(bank, "/check-words", check_words));
  all.push_back(post(bank, "/passkey", make_passkey));
  return all;
}

std::vector<Route> partner_routes(Bank& bank) { return exchange::common_routes(bank.party); }

}  // namespace sealcart::credit
