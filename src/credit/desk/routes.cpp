#include "credit/desk/routes.h"

#include "credit/desk/endpoints.h"
#include "desk/pages.h"

namespace sealcart::credit {
namespace {

using desk::Role, http::Method;

constexpr desk::Page<Office> pages[] = {
    {Role::viewer, Method::get, "/", show_home},
    {Role::viewer, Method::get, "/forwarding", show_forwarding},
    {Role::clerk, Method::post, "/forwarding", forward_parcels},
    {Role::viewer, Method::get, "/customers", show_customers},
    {Role::clerk, Method::get, "/customers/new", show_new_customer},
    {Role::clerk, Method::post, "/customers/new", add_customer},
    {Role::viewer, Method::get, "/customers/:id", show_customer},
    {Role::clerk, Method::post, "/customers/:id", change_customer},
    {Role::clerk, Method::post, "/customers/:id/lock", lock_customer},
    {Role::clerk, Method::post, "/customers/:id/cards", add_card},
    {Role::clerk, Method::post, "/customers/:id/card", change_card},
    {Role::clerk, Method::post, "/customers/:id/password", reset_password},
    {Role::viewer, Method::get, "/settlements", show_settlements},
    {Role::viewer, Method::get, "/settlements/:id", show_settlement},
    {Role::clerk, Method::post, "/settlements/:id/chargeback", charge_back},
    {Role::viewer, Method::get, "/ledger", show_ledger},
    {Role::viewer, Method::get, "/ledger/:account", show_account},
    {Role::viewer, Method::get, "/billing", show_billing},
    {Role::clerk, Method::post, "/billing/run", run_bills},
    {Role::viewer, Method::get, "/billing/:id", show_statement},
    {Role::viewer, Method::get, "/billing/:id/pdf", send_statement_pdf},
    {Role::viewer, Method::get, "/mail", show_mail},
    {Role::clerk, Method::post, "/mail/:id/resend", resend_mail},
    {Role::viewer, Method::get, "/payments", show_payments},
    {Role::clerk, Method::post, "/payments", add_payment},
    {Role::clerk, Method::post, "/payments/import", import_payments},
    {Role::viewer, Method::get, "/payments/:id", show_payment},
    {Role::clerk, Method::post, "/payments/:id/match", match_payment},
    {Role::clerk, Method::post, "/payments/:id/unmatch", unmatch_payment},
    {Role::viewer, Method::get, "/payouts", show_payouts},
    {Role::clerk, Method::post, "/payouts/run", pay_out},
    {Role::admin, Method::post, "/payouts/account", set_mall_account},
    {Role::viewer, Method::get, "/payouts/:id", show_payout_run},
    {Role::viewer, Method::get, "/payouts/:id/file", send_payout_file},
};

}  // namespace

std::vector<http::Route> routes(Office& office) { return desk::routes_of(office, pages); }

}  // namespace sealcart::credit
