// GET /: what waits, and how the books stand.
#include "credit/desk/endpoints.h"
#include "credit/desk/shown.h"
#include "credit/store/overview.h"
#include "credit/store/payouts.h"
#include "desk/partner_data.h"

namespace sealcart::credit {
namespace {

std::string amount_text(std::int64_t minor, const std::string& currency) {
  return format({minor, *Currency::parse(currency)});
}

}  // namespace

Task<http::Response> show_home(Office& office, const http::Request& request, const Session& session) {
  const Time now = office.party.clock.now();
  sql::Database& database = office.party.database;
  const auto waiting = co_await database.read([&](sql::Connection& c) { return store::overview(c, now); });
  const auto positions = co_await database.read(store::positions);
  const auto owed = co_await database.read([&](sql::Connection& c) { return store::list_owed(c, office.terms, now); });
  render::Data data, books{render::Data::type::list}, payable{render::Data::type::list};
  data.set("payments", std::to_string(waiting.payments_waiting));
  data.set("payments_wait", waiting.payments_waiting > 0);
  data.set("mail", std::to_string(waiting.mail_waiting));
  data.set("refused", std::to_string(waiting.mail_refused));
  data.set("any_refused", waiting.mail_refused > 0);
  data.set("overdue", std::to_string(waiting.overdue));
  data.set("any_overdue", waiting.overdue > 0);
  data.set("documents", std::to_string(waiting.documents_waiting));
  for (const store::Owed& each : owed) {
    render::Data one;
    one.set("mall", desk::partner_name(office.party, each.mall));
    one.set("amount", amount_text(each.amount, each.currency));
    payable.push_back(std::move(one));
  }
  data.set("payable", std::move(payable));
  for (const store::Position& total : positions) {
    render::Data one;
    one.set("currency", total.currency);
    one.set("receivable", amount_text(total.receivable, total.currency));
    one.set("owed", amount_text(-total.payable, total.currency));
    one.set("bank", amount_text(total.bank, total.currency));
    one.set("fees", amount_text(-total.fees, total.currency));
    one.set("suspense", amount_text(-total.suspense, total.currency));
    books.push_back(std::move(one));
  }
  data.set("books", std::move(books));
  co_return desk::page(office.desk, request, session, "home", "home.title", std::move(data));
}

}  // namespace sealcart::credit
