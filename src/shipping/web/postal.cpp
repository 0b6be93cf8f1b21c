// POST /postal, by the page's script: which place a postal code names. In the body and not in the address, which logs
// keep.
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "shipping/rules/typed.h"
#include "shipping/web/endpoints.h"

namespace sealcart::shipping {

constexpr std::size_t most_typed = 64;

Task<http::Response> postal(Depot& depot, const http::Request& request) {
  const auto form = exchange::own_form(depot.party, request);
  if (!form) co_return exchange::problem_response(depot.party, request, form.error());
  const auto plain = plain_text(form->get("postal-code").substr(0, most_typed));
  const auto code = plain ? japanese_postal_code(*plain) : std::nullopt;
  const auto place = code ? depot.settings.postal_codes.find(*code) : std::nullopt;
  if (!place) {
    co_return exchange::problem_response(depot.party, request,
                                         {404, "postal-code-unknown", "No place is known under this postal code."});
  }
  http::Response response;
  response.content_type = "application/json";
  response.body = boost::json::serialize(
      boost::json::object{{"region", place->region}, {"city", place->city}, {"town", place->town}});
  co_return response;
}

}  // namespace sealcart::shipping
