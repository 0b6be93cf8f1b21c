// POST /result : the customer's browser carries the result, for the case that the companies cannot reach each other.
// Sent from the credit company's page, so it comes without our cookie and needs none: the document speaks for itself.
#include "mall/web/endpoints.h"
#include "mall/web/take_result.h"

namespace sealcart::mall {

Task<http::Response> receive_result(Shop& shop, const http::Request& request) {
  const auto refuse = [&](const Problem& problem) { return exchange::problem_response(shop.party, request, problem); };
  const auto form = http::Form::parse(request.body);
  if (!form || !form->has("document")) {
    co_return refuse({400, "form-malformed", "The field 'document' is missing."});
  }
  std::string document(form->get("document"));
  auto sender = co_await exchange::find_sender(shop.party, document, protocol::SettlementResult::type, "credit");
  if (!sender) co_return refuse(sender.error());
  const auto number = co_await take_result(shop, std::move(*sender), std::move(document));
  if (!number) co_return refuse(number.error());
  co_return http::Response::redirect("/returned/" + *number);
}

Task<Expected<void>> receive_document(Shop& shop, std::string document,
                                      std::shared_ptr<const exchange::Partner> partner) {
  auto sender = co_await exchange::find_sender(shop.party, document, protocol::SettlementResult::type, "credit");
  if (!sender) co_return tl::unexpected(sender.error());
  if (sender->partner->id != partner->id) {
    co_return problem(403, "result-issuer", "The certificate and the document name two different parties.");
  }
  const auto number = co_await take_result(shop, std::move(*sender), std::move(document));
  if (!number) co_return tl::unexpected(number.error());
  co_return Expected<void>();
}

}  // namespace sealcart::mall
