// POST /result : the customer's browser carries a company's answer, for the case that the companies cannot reach each
// other. Sent from the company's page, so it comes without our cookie and needs none: the document speaks for itself.
#include "mall/web/endpoints.h"
#include "mall/web/take_remittance.h"
#include "mall/web/take_result.h"
#include "mall/web/take_tracking.h"
#include "protocol/remittance_advice.h"
#include "protocol/tracking_event.h"

namespace sealcart::mall {

Task<http::Response> receive_result(Shop& shop, const http::Request& request) {
  const auto refuse = [&](const Problem& problem) { return exchange::problem_response(shop.party, request, problem); };
  const auto form = http::Form::parse(request.body);
  if (!form || !form->has("document")) {
    co_return refuse({400, "form-malformed", "The field 'document' is missing."});
  }
  const auto number = co_await take_result(shop, std::string(form->get("document")), nullptr);
  if (!number) co_return refuse(number.error());
  co_return http::Response::redirect("/returned/" + *number);
}

Task<Expected<void>> receive_document(Shop& shop, std::string document,
                                      std::shared_ptr<const exchange::Partner> partner) {
  if (protocol::claimed_type(document) == protocol::TrackingEvent::type) {
    co_return co_await take_tracking(shop, std::move(document), std::move(partner));
  }
  if (protocol::claimed_type(document) == protocol::RemittanceAdvice::type) {
    co_return co_await take_remittance(shop, std::move(document), std::move(partner));
  }
  const auto number = co_await take_result(shop, std::move(document), std::move(partner));
  if (!number) co_return tl::unexpected(number.error());
  co_return Expected<void>();
}

}  // namespace sealcart::mall
