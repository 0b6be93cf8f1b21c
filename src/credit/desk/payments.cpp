// /payments: what the bank's statements say, and whose it is.
#include <fmt/format.h>

#include "core/day.h"
#include "core/id.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/runs.h"
#include "credit/desk/shown.h"
#include "credit/desk/statement_letter.h"
#include "credit/rules/ledger.h"
#include "credit/store/customer_desk.h"
#include "credit/store/payments.h"
#include "desk/frame.h"
#include "desk/store/audit.h"
#include "upload/form.h"

namespace sealcart::credit {
namespace {

render::Data shown(const Office& office, const store::BankItemRow& row, render::Language language) {
  constexpr std::string_view states[] = {"payments.waiting", "payments.matched", "payments.payout"};
  render::Data one;
  one.set("id", std::to_string(row.id));
  one.set("day", row.day);
  one.set("amount", format(row.amount));
  one.set("payer", row.payer);
  one.set("account", row.account);
  if (!row.reference.empty()) one.set("reference", row.reference);
  if (!row.remittance.empty()) one.set("text", row.remittance);
  one.set("state", office.party.pages.word(states[static_cast<std::size_t>(row.state)], language));
  one.set("waiting", row.state == store::BankItemState::waiting);
  one.set("incoming", row.amount.minor > 0);
  if (!row.customer.empty()) {
    one.set("customer", row.customer);
    one.set("customer_name", row.customer_name);
  }
  return one;
}

// The customer of an id, or the only one that has the e-mail address.
std::string customer_named(sql::Connection& connection, std::string_view asked) {
  if (asked.find('@') == std::string_view::npos) {
    return store::find_customer(connection, asked) ? std::string(asked) : std::string();
  }
  const auto found = store::list_customers(connection, asked, "", 1);
  return found.empty() ? std::string() : found[0].id;
}

Problem no_customer() { return {404, "customer-unknown", "There is no such customer. Nothing was booked."}; }

}  // namespace

Task<http::Response> show_payments(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const bool all = query.get("show") == "all";
  const std::int64_t before = desk::row_number(query.get("before"));
  const std::optional<store::BankItemState> state = all ? std::nullopt : std::optional(store::BankItemState::waiting);
  sql::Database& database = office.party.database;
  const auto rows = co_await database.read(
      [&](sql::Connection& c) { return store::list_bank_items(c, state, before, rows_shown + 1); });
  const auto files = co_await database.read([](sql::Connection& c) { return store::list_bank_files(c, 5); });
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list}, file_list{render::Data::type::list};
  for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    list.push_back(shown(office, rows[i], language));
  }
  for (const store::BankFile& file : files) {
    render::Data one;
    one.set("name", file.name);
    one.set("who", file.operator_name);
    one.set("at", time_text(file.at));
    one.set("items", std::to_string(file.items));
    one.set("fresh", std::to_string(file.fresh));
    file_list.push_back(std::move(one));
  }
  data.set("payments", std::move(list));
  data.set("files", std::move(file_list));
  data.set("all", all);
  data.set("nonce", random_id(office.party.random));
  data.set("today", day_text(office.party.clock.now()));
  const bool more = rows.size() > static_cast<std::size_t>(rows_shown);
  add_pager(data, all ? "/payments?show=all&" : "/payments?", before == 0, more,
            more ? std::to_string(rows[static_cast<std::size_t>(rows_shown) - 1].id) : "");
  co_return desk::page(office.desk, request, session, "payments", "payments.title", std::move(data));
}

Task<http::Response> import_payments(Office& office, const http::Request& request, const Session& session) {
  if (!exchange::same_origin(office.party, request)) {
    co_return desk::problem_page(office.desk, request, session,
                                 {403, "foreign-form", "This form was not sent from our own page."});
  }
  const Asker asker{session.operator_name, office.party.clock.now()};
  const auto report = co_await office.worker.run([&]() -> Expected<ImportReport> {
    const auto form = upload::parse(request.header("content-type"), request.body);
    if (!form) return tl::unexpected(form.error());
    const upload::Part* file = form->file("file");
    if (file == nullptr) return problem(422, "file-missing", "Choose a statement file of the bank first.");
    return import_statement(office.party.database, office.party.config, file->bytes, file->file_name.substr(0, 200),
                            asker);
  });
  if (!report) co_return desk::problem_page(office.desk, request, session, report.error());
  co_return desk::done("/payments", "imported");
}

Task<http::Response> show_payment(Office& office, const http::Request& request, const Session& session) {
  sql::Database& database = office.party.database;
  const std::int64_t id = desk::row_in_path(request);
  const auto row = co_await database.read([&](sql::Connection& c) { return store::find_bank_item(c, id); });
  if (!row) co_return not_found(office, request, session);
  const bool open = row->state == store::BankItemState::waiting && row->amount.minor > 0;
  std::vector<store::Proposal> found;
  if (open) found = co_await database.read([&](sql::Connection& c) { return store::proposals(c, *row); });
  render::Data data = shown(office, *row, exchange::language(request)), list{render::Data::type::list};
  for (const store::Proposal& proposal : found) {
    render::Data one;
    one.set("customer", proposal.customer);
    one.set("name", proposal.customer_name);
    one.set("email", proposal.email);
    one.set("by_amount", proposal.by_amount);
    one.set("by_name", proposal.by_name);
    if (proposal.statement != 0) one.set("statement", std::to_string(proposal.statement));
    list.push_back(std::move(one));
  }
  data.set("proposals", std::move(list));
  data.set("open", open);
  data.set("matched", row->state == store::BankItemState::matched);
  co_return desk::page(office.desk, request, session, "payment", "payment.title", std::move(data));
}

Task<http::Response> match_payment(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::int64_t id = desk::row_in_path(request);
  const std::string asked(form->get("customer").substr(0, 200));
  const Time now = office.party.clock.now();
  const auto written = co_await office.party.database.write([&](sql::Connection& c) -> Expected<void> {
    const std::string customer = customer_named(c, asked);
    if (customer.empty()) return tl::unexpected(no_customer());
    auto matched = store::match(c, id, customer, now);
    if (matched) {
      desk::store::append_audit(c, now, session.operator_name, "payment-match", "", fmt::format("payment {}", id));
    }
    return matched;
  });
  if (!written) co_return desk::problem_page(office.desk, request, session, written.error());
  co_return desk::done("/payments", "matched");
}

Task<http::Response> unmatch_payment(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::int64_t id = desk::row_in_path(request);
  const std::string customer(form->get("customer").substr(0, 64)), reason(form->get("reason").substr(0, 200));
  if (reason.find_first_not_of(' ') == std::string::npos) {
    co_return desk::problem_page(office.desk, request, session,
                                 {422, "reason-missing", "Say why the payment is not this customer's."});
  }
  const Time now = office.party.clock.now();
  const auto taken_back = co_await office.party.database.write([&](sql::Connection& c) {
    auto changed = store::unmatch(c, id, customer, now);
    if (changed && *changed) {
      desk::store::append_audit(c, now, session.operator_name, "payment-unmatch", "",
                                fmt::format("payment {}, customer {}: {}", id, customer, reason));
    }
    return changed;
  });
  if (!taken_back) co_return desk::problem_page(office.desk, request, session, taken_back.error());
  co_return desk::done(fmt::format("/payments/{}", id), "unmatched");
}

Task<http::Response> add_payment(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto day = parse_day(form->get("day"));
  const auto currency = Currency::parse(form->get("currency"));
  const auto amount = currency ? parse_limit(form->get("amount"), *currency) : std::nullopt;
  const std::string nonce(form->get("nonce")), asked(form->get("customer").substr(0, 200));
  if (!day || !amount || *amount == 0 || !is_id(nonce)) {
    co_return desk::problem_page(office.desk, request, session,
                                 {422, "amount-malformed", "A payment has a day, a currency and an amount."});
  }
  const store::BankItem item{.identity = "hand-" + nonce,
                             .amount = {*amount, *currency},
                             .day = day_text(*day),
                             .remittance = std::string(form->get("text").substr(0, 200))};
  const Time now = office.party.clock.now();
  const auto written = co_await office.party.database.write([&](sql::Connection& c) -> Expected<void> {
    const std::string customer = customer_named(c, asked);
    if (customer.empty()) return tl::unexpected(no_customer());
    auto booked = store::book_payment(c, item, customer, now);
    if (booked) {
      desk::store::append_audit(c, now, session.operator_name, "payment-by-hand", "", format(item.amount));
    }
    return booked;
  });
  // The same form sent twice is booked once.
  const bool same_again = !written && written.error().code == "payment-known";
  if (!written && !same_again) co_return desk::problem_page(office.desk, request, session, written.error());
  co_return desk::done("/payments", "booked");
}

}  // namespace sealcart::credit
