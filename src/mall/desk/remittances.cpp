// GET /remittances: what each company owes and paid, and its payments. GET /remittances/payout/:id: one of them. GET
// /remittances/differences, /remittances/unknown: what does not add up.
#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/query.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/remittance_data.h"
#include "mall/store/reckonings.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;

std::string_view word_of(protocol::RemittanceKind kind) {
  using protocol::RemittanceKind;
  switch (kind) {
    case RemittanceKind::capture:
      return "remittance.capture";
    case RemittanceKind::refund:
      return "remittance.refund";
    case RemittanceKind::chargeback:
      return "remittance.chargeback";
    case RemittanceKind::collected:
      return "remittance.collected";
    case RemittanceKind::correction:
      return "remittance.correction";
  }
  return {};
}

render::Data sum_data(const Office& office, const store::CompanySum& sum) {
  const auto money = [&](std::int64_t minor) { return format(Money{minor, sum.currency}); };
  render::Data data;
  data.set("company", sum.partner);
  data.set("company_name", desk::partner_name(office.party, sum.partner));
  data.set("claimed", money(sum.sum.claimed + sum.sum.collected));
  data.set("refunded", money(-sum.sum.refunded));
  data.set("adjusted", money(sum.sum.adjusted));
  data.set("fees", money(-sum.sum.fees));
  data.set("paid", money(sum.sum.paid - sum.sum.fees));
  data.set("open", money(sum.sum.open()));
  data.set("at_zero", sum.differing == 0 && sum.unknown_items == 0);
  if (sum.differing > 0) data.set("differing", std::to_string(sum.differing));
  if (sum.overdue > 0) data.set("overdue", money(sum.overdue));
  if (sum.unknown_items > 0) {
    data.set("unknown", money(sum.unknown));
    data.set("unknown_items", std::to_string(sum.unknown_items));
  }
  return data;
}

render::Data remittance_data(const Office& office, const store::Remittance& row) {
  render::Data data;
  data.set("id", std::to_string(row.id));
  data.set("company", desk::partner_name(office.party, row.partner));
  data.set("payout", row.payout);
  data.set("date", day_text(row.date));
  data.set("total", format(row.total));
  data.set("parts", std::to_string(row.parts));
  data.set("arrived", std::to_string(row.arrived));
  data.set("whole", row.parts == row.arrived);
  return data;
}

}  // namespace

render::Data lines_data(const Office& office, const std::vector<store::RemittanceLine>& lines, const Currency& currency,
                        render::Language language) {
  render::Data list{render::Data::type::list};
  for (const store::RemittanceLine& line : lines) {
    render::Data one;
    one.set("name", line.name.size() > 64 ? line.name.substr(0, 24) + "…" : line.name);
    one.set("kind", office.party.pages.word(word_of(line.kind), language));
    one.set("amount", format(Money{line.amount, currency}));
    one.set("fee", format(Money{line.fee, currency}));
    one.set("remittance", std::to_string(line.remittance));
    if (!line.purchase.empty()) one.set("purchase", line.purchase);
    list.push_back(std::move(one));
  }
  return list;
}

Task<http::Response> show_remittances(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  const std::string company(query.get("company").substr(0, 40));
  const std::int64_t before = desk::row_number(query.get("before"));
  const Time limit = office.remittance_limit();
  const auto sums =
      co_await office.party.database.read([&](sql::Connection& c) { return store::company_sums(c, limit); });
  const auto found = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_remittances(c, company, before, rows + 1); });
  render::Data data, sum_list{render::Data::type::list}, list{render::Data::type::list};
  for (const store::CompanySum& sum : sums) sum_list.push_back(sum_data(office, sum));
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    list.push_back(remittance_data(office, found[i]));
  }
  data.set("sums", std::move(sum_list));
  data.set("remittances", std::move(list));
  data.set("days", std::to_string(office.remittance_seconds / (24 * 60 * 60)));
  if (before > 0) data.set("newer", desk::address("/remittances", {{"company", company}}));
  if (found.size() > static_cast<std::size_t>(rows)) {
    data.set("older",
             desk::address("/remittances", {{"company", company}, {"before", std::to_string(found[rows - 1].id)}}));
  }
  co_return desk::page(office.desk, request, session, "remittances", "remittances.title", std::move(data));
}

Task<http::Response> show_remittance(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t id = desk::row_in_path(request);
  const std::int64_t after = desk::row_number(desk::query_of(request).get("after"));
  const auto found =
      co_await office.party.database.read([&](sql::Connection& c) { return store::find_remittance(c, id); });
  if (!found) {
    co_return desk::problem_page(office.desk, request, session, {404, "not-found", "There is no such payment."});
  }
  auto lines = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::remittance_lines(c, id, after, rows + 1); });
  const bool more = lines.size() > static_cast<std::size_t>(rows);
  if (more) lines.resize(rows);
  render::Data data = remittance_data(office, *found);
  const std::string address = "/remittances/payout/" + std::to_string(id);
  if (after > 0) data.set("newer", address);
  if (more) data.set("older", desk::address(address, {{"after", std::to_string(lines.back().id)}}));
  data.set("lines", lines_data(office, lines, found->total.currency, exchange::language(request)));
  co_return desk::page(office.desk, request, session, "remittance", "remittance.title", std::move(data));
}

Task<http::Response> show_differences(Office& office, const http::Request& request, const Session& session) {
  const auto form = http::Form::parse(request.query);
  store::DifferenceFilter filter;
  std::string before;
  if (form) {
    filter.company = form->get("company").substr(0, 40);
    if (form->get("overdue") == "1") filter.limit = office.remittance_limit();
    before = form->get("before").substr(0, 40);
  }
  const auto found = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::differences(c, filter, before, rows + 1); });
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    const store::ReckonedHandover& row = found[i];
    const auto money = [&](std::int64_t minor) { return format(Money{minor, row.currency}); };
    render::Data one;
    one.set("purchase", row.purchase);
    one.set("company", desk::partner_name(office.party, row.partner));
    one.set("due", money(row.sum.due));
    one.set("paid", money(row.sum.paid));
    one.set("open", money(row.sum.open()));
    one.set("since", time_text(row.since));
    one.set("overdue", row.sum.open() > 0 && row.since < office.remittance_limit());
    list.push_back(std::move(one));
  }
  const auto address = [&](const std::string& from) {
    return desk::address("/remittances/differences",
                         {{"company", filter.company}, {"overdue", filter.limit ? "1" : ""}, {"before", from}});
  };
  data.set("differences", std::move(list));
  data.set("companies", desk::partner_options(office.party, "", filter.company));
  data.set("only_overdue", filter.limit.has_value());
  if (!before.empty()) data.set("newer", address(""));
  if (found.size() > static_cast<std::size_t>(rows)) data.set("older", address(found[rows - 1].handover));
  co_return desk::page(office.desk, request, session, "differences", "differences.title", std::move(data));
}

}  // namespace sealcart::mall
