// GET /purchase/:code : the customer's own page of one purchase (seed S313, S322, S323).
#include <fmt/chrono.h>

#include "mall/web/endpoints.h"
#include "mall/web/purchase_code.h"
#include "mall/web/visit.h"

namespace sealcart::mall {
namespace {

std::string time_text(Time time) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(time.seconds)));
}

render::Data purchase_data(const Shop& shop, const Purchase& purchase, const exchange::Partner* company,
                           const std::string& code) {
  const bool expired = seems_expired(purchase, shop.party.clock.now());
  render::Data data;
  data.set("number", purchase.number);
  data.set("total", format(purchase.amount));
  data.set("company_name", company != nullptr ? company->name : purchase.partner);
  data.set("when", time_text(purchase.settled.value_or(purchase.created)));
  data.set("pending", purchase.state == State::pending && !expired);
  data.set("expired", expired);
  data.set("ok", purchase.state == State::ok);
  data.set("no", purchase.state == State::no);
  data.set("ng", purchase.state == State::ng);
  if (purchase.state == State::pending && !expired) {
    data.set("document", purchase.request_document);
    data.set("pay_url", company != nullptr ? company->page : "");
    data.set("refresh", true);
  }
  if (purchase.receipt) data.set("receipt", *purchase.receipt);
  data.set("code_url", shop.party.config.origin + "/purchase/" + code);
  data.set("events_url", "/purchase/" + code + "/events");
  return data;
}

// Origin of an https address: what a page's form policy names.
std::string origin_of(const std::string& address) {
  return address.substr(0, address.find('/', sizeof "https://" - 1));
}

}  // namespace

Task<http::Response> show_purchase(Shop& shop, const http::Request& request) {
  const std::string code = request.captures.at(0);
  const std::string hash = code_hash(shop.purchase_secret, code);
  const auto purchase =
      co_await shop.party.database.read([&](sql::Connection& c) { return store::purchase_by_code(c, hash); });
  if (!purchase) {
    co_return exchange::problem_response(shop.party, request, {404, "purchase-unknown", "No purchase has this code."});
  }
  const Visit visit = co_await read_visit_for_page(shop, request);
  const auto company = shop.party.partners.by_id(purchase->partner);
  render::Data data = purchase_data(shop, *purchase, company.get(), code);
  // Said when the outcome is new to this browser.
  if (visit.changed && purchase->state != State::pending) {
    data.set("return_hint", shop.party.pages.word("text.return-hint", exchange::language(request)));
  }
  const auto query = http::Form::parse(request.query);
  auto response = query && query->has("fragment")
                      ? exchange::fragment(shop.party, request, "_purchase", data)
                      : exchange::page(shop.party, request, "purchase", "purchase.title", std::move(data));
  if (company && purchase->state == State::pending) response.form_targets.push_back(origin_of(company->page));
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
