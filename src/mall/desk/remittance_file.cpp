// GET /remittances/unknown: items that name nothing here. GET /remittances/payout/:id/export: the items of a payment as
// a CSV file.
#include "core/amount.h"
#include "core/rfc3339.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/query.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/remittance_data.h"
#include "mall/store/catalogue_csv.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;

std::string csv_of(const store::Remittance& row, const std::vector<store::RemittanceLine>& lines) {
  std::string out;
  for (const char* column : {"company", "payout", "date", "number", "kind", "amount", "fee", "currency", "purchase"}) {
    store::append_field(out, column);
  }
  out += "\r\n";
  const Currency currency = row.total.currency;
  const std::string date = rfc3339(row.date).substr(0, 10);
  for (const store::RemittanceLine& line : lines) {
    const std::string amount = amount_text({line.amount, currency}), fee = amount_text({line.fee, currency});
    for (const std::string_view field :
         {std::string_view(row.partner), std::string_view(row.payout), std::string_view(date),
          std::string_view(line.name), name(line.kind), std::string_view(amount), std::string_view(fee),
          currency.code(), std::string_view(line.purchase)}) {
      store::append_field(out, field);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

Task<http::Response> export_remittance(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t id = desk::row_in_path(request);
  const auto found =
      co_await office.party.database.read([&](sql::Connection& c) { return store::find_remittance(c, id); });
  if (!found) {
    co_return desk::problem_page(office.desk, request, session, {404, "not-found", "There is no such payment."});
  }
  const auto lines = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::remittance_lines(c, id, 0, INT64_MAX); });
  co_return desk::file(csv_of(*found, lines), "text/csv; charset=utf-8", "remittance-" + found->payout + ".csv", true);
}

Task<http::Response> show_unknown(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t before = desk::row_number(desk::query_of(request).get("before"));
  struct Line {
    store::RemittanceLine line;
    store::Remittance of;
  };
  const auto found = co_await office.party.database.read([&](sql::Connection& c) {
    std::vector<Line> all;
    for (auto& line : store::unknown_lines(c, before, rows + 1)) {
      auto of = store::find_remittance(c, line.remittance);
      all.push_back({std::move(line), std::move(*of)});
    }
    return all;
  });
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    render::Data one;
    one.set("lines", lines_data(office, {found[i].line}, found[i].of.total.currency, language));
    one.set("company", desk::partner_name(office.party, found[i].of.partner));
    one.set("payout", found[i].of.payout);
    list.push_back(std::move(one));
  }
  data.set("items", std::move(list));
  if (before > 0) data.set("newer", "/remittances/unknown");
  if (found.size() > static_cast<std::size_t>(rows)) {
    data.set("older", "/remittances/unknown?before=" + std::to_string(found[rows - 1].line.id));
  }
  co_return desk::page(office.desk, request, session, "unknown", "unknown.title", std::move(data));
}

}  // namespace sealcart::mall
