// POST /send (seed S1214 to S1216, S1601, S1602): the shop's page sends the customer here with its signed request.
#include "exchange/posted_page.h"
#include "shipping/web/address_page.h"
#include "shipping/web/asked.h"
#include "shipping/web/endpoints.h"
#include "shipping/web/result_page.h"

namespace sealcart::shipping {
namespace {

Task<http::Response> draw(Depot& depot, const http::Request& request, std::string document) {
  const auto asked = co_await exchange::verify_asked<protocol::ShippingRequest>(depot.party, std::move(document));
  if (!asked) co_return exchange::problem_response(depot.party, request, asked.error());
  const auto answered = co_await depot.party.database.read(
      [&](sql::Connection& connection) { return store::find_answered(connection, asked->key); });
  if (answered) co_return draw_result_page(depot, request, *asked, *answered, true);
  if (asked->expired) co_return exchange::problem_response(depot.party, request, exchange::request_expired());
  co_return draw_address_page(depot, request, *asked, AddressPage());
}

}  // namespace

Task<http::Response> send(Depot& depot, const http::Request& request) {
  co_return co_await exchange::draw_posted(
      depot.party, request,
      [&depot](const http::Request& r, std::string document) { return draw(depot, r, std::move(document)); });
}

}  // namespace sealcart::shipping
