// /payouts: what malls are owed and paid.
#include <fmt/format.h>

#include "bank/account.h"
#include "core/day.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/runs.h"
#include "credit/desk/shown.h"
#include "credit/store/payouts.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

std::string money(std::int64_t minor, const std::string& currency) {
  return format({minor, *Currency::parse(currency)});
}

render::Data owed_list(const Office& office, const std::vector<store::Owed>& owed) {
  render::Data list{render::Data::type::list};
  for (const store::Owed& each : owed) {
    render::Data one;
    one.set("mall", desk::partner_name(office.party, each.mall));
    one.set("items", std::to_string(each.items));
    one.set("amount", money(each.amount, each.currency));
    one.set("balance", money(each.balance, each.currency));
    one.set("account", each.account);
    list.push_back(std::move(one));
  }
  return list;
}

render::Data account_list(const Office& office, const std::vector<store::MallAccount>& accounts) {
  render::Data list{render::Data::type::list};
  for (const store::MallAccount& each : accounts) {
    render::Data one;
    one.set("mall", desk::partner_name(office.party, each.mall));
    one.set("currency", each.currency);
    one.set("name", each.name);
    one.set("number", each.iban.empty() ? each.other : each.iban);
    one.set("bank", each.bic.empty() ? each.clearing_member : each.bic);
    list.push_back(std::move(one));
  }
  return list;
}

render::Data shown(const store::PayoutRun& run) {
  render::Data one;
  one.set("id", std::to_string(run.id));
  one.set("at", time_text(run.at));
  one.set("who", run.operator_name);
  one.set("payouts", std::to_string(run.payouts));
  one.set("total", money(run.total, run.currency));
  return one;
}

}  // namespace

Task<http::Response> show_payouts(Office& office, const http::Request& request, const Session& session) {
  const Time now = office.party.clock.now();
  const std::int64_t before = desk::row_number(desk::query_of(request).get("before"));
  sql::Database& database = office.party.database;
  const auto owed = co_await database.read([&](sql::Connection& c) { return store::list_owed(c, office.terms, now); });
  const auto accounts = co_await database.read(store::list_mall_accounts);
  const auto runs =
      co_await database.read([&](sql::Connection& c) { return store::list_payout_runs(c, before, rows_shown + 1); });
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < runs.size() && i < static_cast<std::size_t>(rows_shown); ++i) {
    list.push_back(shown(runs[i]));
  }
  data.set("owed", owed_list(office, owed));
  data.set("accounts", account_list(office, accounts));
  data.set("runs", std::move(list));
  data.set("malls", desk::partner_options(office.party, "mall", ""));
  data.set("on_payment", office.terms.pay_when_paid);
  data.set("days", std::to_string(office.terms.payout_days));
  const bool more = runs.size() > static_cast<std::size_t>(rows_shown);
  add_pager(data, "/payouts?", before == 0, more,
            more ? std::to_string(runs[static_cast<std::size_t>(rows_shown) - 1].id) : "");
  co_return desk::page(office.desk, request, session, "payouts", "payouts.title", std::move(data));
}

Task<http::Response> pay_out(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const exchange::Party& party = office.party;
  const PayoutMeans means{party.database, party.config, party.keys, party.partners, party.random};
  const Asker asker{session.operator_name, party.clock.now()};
  const auto report = co_await office.worker.run([&] { return run_payouts(means, office.terms, asker); });
  for (const PayoutReport::Left& left : report.left) {
    if (left.code != "bank-account-missing") continue;
    co_return desk::problem_page(
        office.desk, request, session,
        {409, "bank-account-missing", "The configuration names no bank account of ours in " + left.currency + "."});
  }
  const std::string_view what = report.runs.empty() ? "not-paid" : "paid";
  co_return desk::done("/payouts", what);
}

Task<http::Response> set_mall_account(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto field = [&](std::string_view name) { return std::string(form->get(name).substr(0, 200)); };
  bank::Account typed{.other = field("number"),
                      .agent_bic = field("bic"),
                      .clearing_system = field("clearing_system"),
                      .clearing_member = field("clearing_member")};
  if (const std::string iban = field("iban"); !iban.empty()) typed.iban = iban;
  const auto read = bank::read_account(typed);
  if (!read) co_return desk::problem_page(office.desk, request, session, read.error());
  const auto mall = office.party.partners.by_id(field("mall"));
  const auto currency = Currency::parse(field("currency"));
  if (!mall || mall->role != "mall" || !currency || field("name").empty()) {
    co_return desk::problem_page(office.desk, request, session,
                                 {422, "mall-account", "An account has a mall, a currency and a holder."});
  }
  const store::MallAccount account{
      mall->id,        std::string(currency->code()), field("name"),        read->iban.value_or(""), read->other,
      read->agent_bic, read->clearing_system,         read->clearing_member};
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    store::set_mall_account(c, account, now);
    desk::store::append_audit(c, now, session.operator_name, "mall-account", "", account.mall + " " + account.currency);
  });
  co_return desk::done("/payouts", "account");
}

Task<http::Response> show_payout_run(Office& office, const http::Request& request, const Session& session) {
  sql::Database& database = office.party.database;
  const std::int64_t id = desk::row_in_path(request);
  const auto run = co_await database.read([&](sql::Connection& c) { return store::find_payout_run(c, id); });
  if (!run) co_return not_found(office, request, session);
  const auto payouts = co_await database.read([&](sql::Connection& c) { return store::payouts_of(c, id); });
  render::Data data = shown(*run), list{render::Data::type::list};
  for (const store::PayoutRow& row : payouts) {
    render::Data one;
    one.set("number", row.number);
    one.set("mall", desk::partner_name(office.party, row.mall));
    one.set("amount", format(row.amount));
    one.set("items", std::to_string(row.items));
    if (!row.executed.empty()) one.set("executed", row.executed);
    list.push_back(std::move(one));
  }
  data.set("list", std::move(list));
  co_return desk::page(office.desk, request, session, "payout", "payout.title", std::move(data));
}

Task<http::Response> send_payout_file(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t id = desk::row_in_path(request);
  auto file = co_await office.party.database.read([&](sql::Connection& c) { return store::payout_file(c, id); });
  if (!file) co_return not_found(office, request, session);
  co_return desk::file(std::move(*file), "application/xml", fmt::format("payout-{}.xml", id), true);
}

}  // namespace sealcart::credit
