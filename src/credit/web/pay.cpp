// POST /pay (seed S316, S901, S902): the shop's page sends the customer here with its signed request.
#include "credit/web/asked.h"
#include "credit/web/card_page.h"
#include "credit/web/endpoints.h"
#include "credit/web/result_page.h"

namespace sealcart::credit {
namespace {

constexpr std::string_view language_cookie = "__Host-lang";

// The language switch of a page that was drawn for a POST comes here, with the choice beside the request.
std::string_view chosen_language(const http::Form& form) {
  const std::string_view choice = form.get("lang");
  return choice == "en" || choice == "ja" ? choice : "";
}

Task<http::Response> draw(Bank& bank, const http::Request& request, std::string document) {
  const auto asked = co_await verify_asked(bank, std::move(document));
  if (!asked) co_return exchange::problem_response(bank.party, request, asked.error());
  const auto settled = co_await bank.party.database.read(
      [&](sql::Connection& connection) { return store::find_settled(connection, asked->key); });
  const ResultShown shown{.already = true};
  if (settled) co_return draw_result_page(bank, request, *asked, *settled, shown);
  if (asked->expired) {
    co_return exchange::problem_response(bank.party, request,
                                         {410, "request-expired", "This payment request has expired."});
  }
  auto session = read_session(bank, request);
  CardPage page;
  co_return co_await draw_card_page(bank, request, *asked, std::move(session), std::move(page));
}

}  // namespace

Task<http::Response> pay(Bank& bank, const http::Request& request) {
  const auto form = http::Form::parse(request.body);
  if (!form) {
    co_return exchange::problem_response(bank.party, request,
                                         {400, "form-malformed", "These are not a form's fields."});
  }
  const std::string language(chosen_language(*form));
  std::string document(form->get("request"));
  if (language.empty()) co_return co_await draw(bank, request, std::move(document));

  // This page is drawn in the new language already. The cookie must come along when a shop posts the customer here.
  http::Request chosen = request;
  chosen.headers.insert(chosen.headers.begin(), {"cookie", std::string(language_cookie) + "=" + language});
  http::Response response = co_await draw(bank, chosen, std::move(document));
  set_cookie(response, {std::string(language_cookie), language, std::nullopt, http::SetCookie::SameSite::none});
  co_return response;
}

}  // namespace sealcart::credit
