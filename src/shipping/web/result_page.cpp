#include "shipping/web/result_page.h"

#include "exchange/posted_page.h"

namespace sealcart::shipping {

http::Response draw_result_page(const Depot& depot, const http::Request& request, const Asked& asked,
                                const store::Answered& answered, bool already) {
  render::Data data;
  data.set("ok", answered.outcome == protocol::Outcome::ok);
  data.set("no", answered.outcome == protocol::Outcome::no);
  data.set("ng", answered.outcome == protocol::Outcome::ng);
  data.set("mall_name", asked.mall->name);
  if (asked.request.cash_on_delivery) data.set("total", format(*asked.request.cash_on_delivery));
  data.set("number", answered.number);
  data.set("return_url", asked.mall->page);
  data.set("document", answered.document);
  data.set("already", already);
  exchange::switch_language_by_post(data, "/send", asked.document);
  http::Response response = exchange::page(depot.party, request, "result", "result.title", std::move(data));
  response.form_targets.push_back(asked.mall->origin);
  return response;
}

}  // namespace sealcart::shipping
