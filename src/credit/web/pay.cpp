// POST /pay (seed S316, S901, S902): the shop's page sends the customer here with its signed request.
#include "credit/web/asked.h"
#include "credit/web/card_page.h"
#include "credit/web/endpoints.h"
#include "credit/web/result_page.h"
#include "exchange/posted_page.h"

namespace sealcart::credit {
namespace {

Task<http::Response> draw(Bank& bank, const http::Request& request, std::string document) {
  const auto asked = co_await exchange::verify_asked<protocol::PaymentRequest>(bank.party, std::move(document));
  if (!asked) co_return exchange::problem_response(bank.party, request, asked.error());
  const auto settled = co_await bank.party.database.read(
      [&](sql::Connection& connection) { return store::find_settled(connection, asked->key); });
  const ResultShown shown{.already = true};
  if (settled) co_return draw_result_page(bank, request, *asked, *settled, shown);
  if (asked->expired) co_return exchange::problem_response(bank.party, request, exchange::request_expired());
  auto session = read_session(bank, request);
  CardPage page;
  co_return co_await draw_card_page(bank, request, *asked, std::move(session), std::move(page));
}

}  // namespace

Task<http::Response> pay(Bank& bank, const http::Request& request) {
  co_return co_await exchange::draw_posted(bank.party, request, [&bank](const http::Request& r, std::string document) {
    return draw(bank, r, std::move(document));
  });
}

}  // namespace sealcart::credit
