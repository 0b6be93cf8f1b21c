#include "credit/web/result_page.h"

#include "credit/rules/card_number.h"
#include "credit/web/passkey.h"
#include "credit/web/passkey_challenge.h"
#include "exchange/posted_page.h"

namespace sealcart::credit {
namespace {

// What passkey.js passes to navigator.credentials.create.
void offer_passkey(const Bank& bank, render::Data& data, const std::string& customer) {
  const seal::Secret& secret = bank.secrets.passkey;
  const std::string user = user_handle(secret, customer);
  data.set("offer_passkey", true);
  data.set("passkey_challenge", registration_challenge(secret, customer, bank.party.clock.now()));
  data.set("passkey_rp", relying_party(bank).id);
  data.set("passkey_user", seal::base64url(seal::bytes(user)));
}

}  // namespace

http::Response draw_result_page(const Bank& bank, const http::Request& request, const Asked& asked,
                                const store::Settled& settled, const ResultShown& shown) {
  render::Data data;
  data.set("ok", settled.outcome == protocol::Outcome::ok);
  data.set("no", settled.outcome == protocol::Outcome::no);
  data.set("ng", settled.outcome == protocol::Outcome::ng);
  data.set("mall_name", asked.mall->name);
  data.set("total", format(settled.amount));
  data.set("receipt", settled.receipt);
  if (!shown.card_last4.empty()) data.set("card_label", card_label(shown.card_last4));
  if (!shown.passkey_for.empty()) offer_passkey(bank, data, shown.passkey_for);
  data.set("return_url", asked.mall->page);
  data.set("document", settled.document);
  data.set("already", shown.already);
  exchange::switch_language_by_post(data, "/pay", asked.document);
  http::Response response = exchange::page(bank.party, request, "result", "result.title", std::move(data));
  response.form_targets.push_back(asked.mall->origin);
  return response;
}

}  // namespace sealcart::credit
