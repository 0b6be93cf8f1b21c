#include "credit/web/result_page.h"

#include "credit/rules/card_number.h"
#include "credit/web/card_page.h"

namespace sealcart::credit {

http::Response draw_result_page(const Bank& bank, const http::Request& request, const Asked& asked,
                                const store::Settled& settled, bool already, const std::string& card_last4) {
  render::Data data;
  data.set("ok", settled.outcome == protocol::Outcome::ok);
  data.set("no", settled.outcome == protocol::Outcome::no);
  data.set("ng", settled.outcome == protocol::Outcome::ng);
  data.set("mall_name", asked.mall->name);
  data.set("total", format(settled.amount));
  data.set("receipt", settled.receipt);
  if (!card_last4.empty()) data.set("card_label", card_label(card_last4));
  data.set("return_url", asked.mall->page);
  data.set("document", settled.document);
  data.set("already", already);
  switch_language_by_paying(data, asked);
  http::Response response = exchange::page(bank.party, request, "result", "result.title", std::move(data));
  response.form_targets.push_back(asked.mall->origin);
  return response;
}

}  // namespace sealcart::credit
