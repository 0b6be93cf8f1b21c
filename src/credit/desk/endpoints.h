// One function a page of the credit company's desk, in a file of the same subject.
#pragma once

#include "credit/desk/office.h"
#include "desk/session.h"

namespace sealcart::credit {

using desk::Session;

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_forwarding(Office& office, const http::Request& request, const Session& session);
Task<http::Response> forward_parcels(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_customers(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_new_customer(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_customer(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_customer(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_customer(Office& office, const http::Request& request, const Session& session);
Task<http::Response> lock_customer(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_card(Office& office, const http::Request& request, const Session& session);
Task<http::Response> change_card(Office& office, const http::Request& request, const Session& session);
Task<http::Response> reset_password(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_settlements(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_settlement(Office& office, const http::Request& request, const Session& session);
Task<http::Response> charge_back(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_ledger(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_account(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_billing(Office& office, const http::Request& request, const Session& session);
Task<http::Response> run_bills(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_statement(Office& office, const http::Request& request, const Session& session);
Task<http::Response> send_statement_pdf(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_mail(Office& office, const http::Request& request, const Session& session);
Task<http::Response> resend_mail(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_payments(Office& office, const http::Request& request, const Session& session);
Task<http::Response> import_payments(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_payment(Office& office, const http::Request& request, const Session& session);
Task<http::Response> match_payment(Office& office, const http::Request& request, const Session& session);
Task<http::Response> unmatch_payment(Office& office, const http::Request& request, const Session& session);
Task<http::Response> add_payment(Office& office, const http::Request& request, const Session& session);

Task<http::Response> show_payouts(Office& office, const http::Request& request, const Session& session);
Task<http::Response> pay_out(Office& office, const http::Request& request, const Session& session);
Task<http::Response> set_mall_account(Office& office, const http::Request& request, const Session& session);
Task<http::Response> show_payout_run(Office& office, const http::Request& request, const Session& session);
Task<http::Response> send_payout_file(Office& office, const http::Request& request, const Session& session);

}  // namespace sealcart::credit
