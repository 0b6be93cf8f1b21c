// /billing: statements and their runs. /mail: how they get to the customers.
#include <fmt/format.h>

#include "core/day.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/mail_fault.h"
#include "credit/desk/runs.h"
#include "credit/desk/shown.h"
#include "credit/desk/statement_letter.h"
#include "credit/rules/payment_reference.h"
#include "credit/store/statement_mail.h"
#include "credit/store/statements.h"
#include "desk/frame.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

render::Data shown(const store::StatementRow& row, Time now) {
  render::Data one;
  const auto money = [&](std::int64_t minor) { return format({minor, row.currency}); };
  one.set("id", std::to_string(row.id));
  one.set("customer", row.customer);
  one.set("customer_name", row.customer_name);
  one.set("until", day_text(row.until - 1));
  one.set("due", day_text(row.due));
  one.set("opening", money(row.opening));
  one.set("closing", money(row.closing));
  one.set("open", money(std::max<std::int64_t>(0, row.open)));
  one.set("reference", spaced_reference(row.reference));
  one.set("paid", row.open <= 0);
  one.set("overdue", row.open > 0 && row.due < now);
  if (row.level > 0) one.set("level", std::to_string(row.level));
  return one;
}

render::Data shown(const Office& office, const std::vector<store::MailRow>& mail, render::Language language) {
  render::Data list{render::Data::type::list};
  constexpr std::string_view states[] = {"mail.waiting", "mail.sent", "mail.refused"};
  constexpr std::string_view kinds[] = {"letter.subject", "letter.reminder1", "letter.reminder2", "letter.reminder3"};
  for (std::size_t i = 0; i < mail.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    const store::MailRow& row = mail[i];
    render::Data one;
    one.set("id", std::to_string(row.id));
    one.set("statement", std::to_string(row.statement));
    one.set("kind", office.party.pages.word(kinds[static_cast<std::size_t>(row.level)], language));
    one.set("customer_name", row.customer_name);
    one.set("state", office.party.pages.word(states[static_cast<std::size_t>(row.state)], language));
    one.set("sent", row.state == store::MailState::sent);
    one.set("refused", row.state == store::MailState::refused);
    one.set("attempts", std::to_string(row.attempts));
    one.set("answer", fault_text(office, row.answer, language));
    one.set("at", time_text(row.ended.seconds > 0 ? row.ended : row.next_attempt));
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

Task<http::Response> show_billing(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const store::StatementFilter filter{.customer = std::string(query.get("customer").substr(0, 64)),
                                      .overdue = query.get("show") == "overdue",
                                      .before = desk::row_number(query.get("before")),
                                      .most = rows_shown + 1};
  const Time now = office.party.clock.now();
  sql::Database& database = office.party.database;
  const auto rows = co_await database.read([&](sql::Connection& c) { return store::list_statements(c, filter, now); });
  const auto runs = co_await database.read([](sql::Connection& c) { return store::list_bill_runs(c, 6); });
  render::Data data, list{render::Data::type::list}, run_list{render::Data::type::list};
  for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    list.push_back(shown(rows[i], now));
  }
  for (const store::BillRun& run : runs) {
    render::Data one;
    one.set("until", day_text(run.until - 1));
    one.set("at", time_text(run.at));
    one.set("who", run.operator_name);
    one.set("statements", std::to_string(run.statements));
    run_list.push_back(std::move(one));
  }
  data.set("statements", std::move(list));
  data.set("runs", std::move(run_list));
  data.set("today", day_text(now));
  data.set("overdue_only", filter.overdue);
  const bool more = rows.size() > static_cast<std::size_t>(rows_shown);
  const std::string base = filter.overdue            ? "/billing?show=overdue&"
                           : filter.customer.empty() ? "/billing?"
                                                     : "/billing?customer=" + desk::query_text(filter.customer) + "&";
  add_pager(data, base, filter.before == 0, more,
            more ? std::to_string(rows[static_cast<std::size_t>(rows_shown) - 1].id) : "");
  co_return desk::page(office.desk, request, session, "billing", "billing.title", std::move(data));
}

Task<http::Response> run_bills(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto until = bill_until(form->get("until"));
  if (!until) co_return desk::problem_page(office.desk, request, session, until.error());
  const Asker asker{session.operator_name, office.party.clock.now()};
  const auto report =
      co_await office.worker.run([&] { return run_billing(office.party.database, office.terms, *until, asker); });
  if (!report) co_return desk::problem_page(office.desk, request, session, report.error());
  office.post_room.wake();
  co_return desk::done("/billing", "billed");
}

Task<http::Response> show_statement(Office& office, const http::Request& request, const Session& session) {
  sql::Database& database = office.party.database;
  const std::int64_t id = desk::row_in_path(request);
  const auto row = co_await database.read([&](sql::Connection& c) { return store::find_statement(c, id); });
  if (!row) co_return not_found(office, request, session);
  const auto lines = co_await database.read([&](sql::Connection& c) { return store::statement_lines(c, id); });
  const auto mail = co_await database.read([&](sql::Connection& c) { return store::mail_of(c, id); });
  const render::Language language = exchange::language(request);
  render::Data data = shown(*row, office.party.clock.now()), list{render::Data::type::list};
  for (const store::StatementLine& line : lines) {
    render::Data one;
    one.set("at", day_text(line.at));
    one.set("kind", office.party.pages.word(word_key(line.kind), language));
    one.set("mall", line.mall_name);
    one.set("receipt", line.receipt);
    one.set("last4", line.last4);
    one.set("amount", format({line.amount, row->currency}));
    list.push_back(std::move(one));
  }
  data.set("lines", std::move(list));
  data.set("mail", shown(office, mail, language));
  co_return desk::page(office.desk, request, session, "statement", "statement.title", std::move(data));
}

Task<http::Response> send_statement_pdf(Office& office, const http::Request& request, const Session& session) {
  sql::Database& database = office.party.database;
  const std::int64_t id = desk::row_in_path(request);
  const auto row = co_await database.read([&](sql::Connection& c) { return store::find_statement(c, id); });
  if (!row) co_return not_found(office, request, session);
  const auto contents = co_await database.read([&](sql::Connection& c) { return read_statement(c, *row); });
  std::string pdf =
      co_await office.worker.run([&] { return statement_pdf(office.party.config, office.party.pages, contents); });
  co_return desk::file(std::move(pdf), "application/pdf", fmt::format("statement-{}.pdf", id), false);
}

Task<http::Response> show_mail(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const std::string_view asked = query.get("state");
  std::optional<store::MailState> state;
  if (asked == "waiting") state = store::MailState::waiting;
  if (asked == "sent") state = store::MailState::sent;
  if (asked == "refused") state = store::MailState::refused;
  const std::int64_t before = desk::row_number(query.get("before"));
  const auto mail = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_mail(c, state, before, rows_shown + 1); });
  render::Data data;
  data.set("mail", shown(office, mail, exchange::language(request)));
  data.set("no_server", !office.post_room.can_send());
  const bool more = mail.size() > static_cast<std::size_t>(rows_shown);
  add_pager(data, state ? "/mail?state=" + std::string(asked) + "&" : "/mail?", before == 0, more,
            more ? std::to_string(mail[static_cast<std::size_t>(rows_shown) - 1].id) : "");
  co_return desk::page(office.desk, request, session, "mail", "mail.title", std::move(data));
}

Task<http::Response> resend_mail(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::int64_t id = desk::row_in_path(request);
  const Time now = office.party.clock.now();
  const bool found = co_await office.party.database.write([&](sql::Connection& c) {
    if (!store::resend_mail(c, id, now)) return false;
    desk::store::append_audit(c, now, session.operator_name, "mail-resend", "", fmt::format("mail {}", id));
    return true;
  });
  if (!found) co_return not_found(office, request, session);
  office.post_room.wake();
  co_return desk::done("/mail", "queued");
}

}  // namespace sealcart::credit
