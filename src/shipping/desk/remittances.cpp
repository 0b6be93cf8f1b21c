// GET /remittances: the payment orders, newest first. GET /remittances/:id: what one pays to whom; …/file is for the
// bank.
#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/store/cash.h"

namespace sealcart::shipping {
namespace {

render::Data run_data(const store::Run& run) {
  render::Data one;
  one.set("id", std::to_string(run.id));
  one.set("message", run.message);
  one.set("at", time_text(run.at));
  one.set("who", run.operator_name);
  one.set("has_file", !run.file.empty());
  return one;
}

render::Data payouts_data(const exchange::Party& party, const std::vector<store::Payout>& payouts) {
  render::Data list{render::Data::type::list};
  for (const store::Payout& payout : payouts) {
    const Currency currency = payout.amount.currency;
    render::Data one;
    one.set("number", payout.number);
    one.set("mall", desk::partner_name(party, payout.mall));
    one.set("items", std::to_string(payout.items));
    one.set("amount", format(payout.amount));
    one.set("fee", format({payout.fee, currency}));
    one.set("net", format({payout.amount.minor - payout.fee, currency}));
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

Task<http::Response> show_remittances(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t before = desk::row_number(desk::query_of(request).get("before"));
  std::vector<store::Run> runs = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_runs(c, before, rows_of_a_page + 1); });
  const bool more = runs.size() > std::size_t{rows_of_a_page};
  if (more) runs.resize(rows_of_a_page);
  render::Data data, list{render::Data::type::list};
  for (const store::Run& run : runs) list.push_back(run_data(run));
  data.set("runs", std::move(list));
  set_pager(data, "/remittances", "", before, more ? runs.back().id : 0);
  co_return desk::page(office.desk, request, session, "remittances", "remittances.title", std::move(data));
}

Task<http::Response> show_remittance(Office& office, const http::Request& request, const Session& session) {
  using Known = std::pair<std::optional<store::Run>, std::vector<store::Payout>>;
  const Known known = co_await office.party.database.read([&](sql::Connection& c) {
    const std::int64_t id = desk::row_in_path(request);
    return Known{store::find_run(c, id), store::payouts_of(c, id)};
  });
  if (!known.first) co_return desk::problem_page(office.desk, request, session, not_found());
  render::Data data = run_data(*known.first);
  data.set("payouts", payouts_data(office.party, known.second));
  co_return desk::page(office.desk, request, session, "remittance", "remittance.title", std::move(data));
}

Task<http::Response> remittance_file(Office& office, const http::Request& request, const Session& session) {
  auto run = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::find_run(c, desk::row_in_path(request)); });
  if (!run || run->file.empty()) co_return desk::problem_page(office.desk, request, session, not_found());
  co_return desk::file(std::move(run->file), "application/xml", run->message + ".xml", true);
}

}  // namespace sealcart::shipping
