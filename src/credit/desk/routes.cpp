#include "credit/desk/routes.h"

#include "credit/desk/endpoints.h"

namespace sealcart::credit {

std::vector<http::Route> routes(Office& office) {
  using desk::Role, http::Method;
  std::vector<http::Route> all;
  const auto add = [&](Role needed, Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Office&, const http::Request&, const Session&)) {
    all.push_back(desk::route(office, needed, method, pattern, endpoint));
  };
  add(Role::viewer, Method::get, "/", show_home);
  add(Role::viewer, Method::get, "/forwarding", show_forwarding);
  add(Role::clerk, Method::post, "/forwarding", forward_parcels);
  add(Role::viewer, Method::get, "/customers", show_customers);
  add(Role::clerk, Method::get, "/customers/new", show_new_customer);
  add(Role::clerk, Method::post, "/customers/new", add_customer);
  add(Role::viewer, Method::get, "/customers/:id", show_customer);
  add(Role::clerk, Method::post, "/customers/:id", change_customer);
  add(Role::clerk, Method::post, "/customers/:id/lock", lock_customer);
  add(Role::clerk, Method::post, "/customers/:id/cards", add_card);
  add(Role::clerk, Method::post, "/customers/:id/card", change_card);
  add(Role::clerk, Method::post, "/customers/:id/password", reset_password);
  add(Role::viewer, Method::get, "/settlements", show_settlements);
  add(Role::viewer, Method::get, "/settlements/:id", show_settlement);
  add(Role::clerk, Method::post, "/settlements/:id/chargeback", charge_back);
  add(Role::viewer, Method::get, "/ledger", show_ledger);
  add(Role::viewer, Method::get, "/ledger/:account", show_account);
  add(Role::viewer, Method::get, "/billing", show_billing);
  add(Role::clerk, Method::post, "/billing/run", run_bills);
  add(Role::viewer, Method::get, "/billing/:id", show_statement);
  add(Role::viewer, Method::get, "/billing/:id/pdf", send_statement_pdf);
  add(Role::viewer, Method::get, "/mail", show_mail);
  add(Role::clerk, Method::post, "/mail/:id/resend", resend_mail);
  add(Role::viewer, Method::get, "/payments", show_payments);
  add(Role::clerk, Method::post, "/payments", add_payment);
  add(Role::clerk, Method::post, "/payments/import", import_payments);
  add(Role::viewer, Method::get, "/payments/:id", show_payment);
  add(Role::clerk, Method::post, "/payments/:id/match", match_payment);
  add(Role::clerk, Method::post, "/payments/:id/unmatch", unmatch_payment);
  add(Role::viewer, Method::get, "/payouts", show_payouts);
  add(Role::clerk, Method::post, "/payouts/run", pay_out);
  add(Role::admin, Method::post, "/payouts/account", set_mall_account);
  add(Role::viewer, Method::get, "/payouts/:id", show_payout_run);
  add(Role::viewer, Method::get, "/payouts/:id/file", send_payout_file);
  return all;
}

}  // namespace sealcart::credit
