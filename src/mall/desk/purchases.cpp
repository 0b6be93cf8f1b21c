// GET /purchases: a list by state, company, days or number.
#include <algorithm>

#include "core/day.h"
#include "core/id.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/purchase_query.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 50;

std::optional<State> state_of(std::string_view text) {
  for (const State state : {State::pending, State::ok, State::no, State::ng}) {
    if (text == name(state)) return state;
  }
  return std::nullopt;
}

// "Credit company A, Shipping company S" of "credit-a shipping-s".
std::string company_names(const Office& office, std::string_view ids) {
  std::string names;
  while (!ids.empty()) {
    const std::string_view id = ids.substr(0, ids.find(' '));
    names += (names.empty() ? "" : ", ") + desk::partner_name(office.party, id);
    ids.remove_prefix(std::min(ids.size(), id.size() + 1));
  }
  return names;
}

render::Data line_data(const Office& office, const store::PurchaseLine& line, render::Language language) {
  render::Data data;
  data.set("number", line.number);
  data.set("total", format(line.total));
  data.set("created", time_text(line.created));
  data.set("state", office.party.pages.word("state." + std::string(name(line.state)), language));
  data.set("good", line.state == State::ok);
  data.set("bad", line.state == State::no || line.state == State::ng);
  data.set("companies", company_names(office, line.companies));
  return data;
}

}  // namespace

PurchaseQuery parse_purchase_query(const http::Request& request) {
  PurchaseQuery query;
  const auto form = http::Form::parse(request.query);
  if (!form) return query;
  query.filter.state = state_of(form->get("state"));
  query.filter.company = form->get("company").substr(0, 40);
  query.filter.number = form->get("number").substr(0, 2000);
  if (const auto from = parse_day(form->get("from"))) {
    query.filter.from = *from;
    query.from = form->get("from");
  }
  if (const auto to = parse_day(form->get("to"))) {
    query.filter.until = days_later(*to, 1);
    query.to = form->get("to");
  }
  if (is_id(form->get("before"))) query.before = form->get("before");
  return query;
}

std::string address_of(const PurchaseQuery& query, const std::string& before) {
  const store::PurchaseFilter& filter = query.filter;
  return desk::address("/purchases", {{"state", filter.state ? name(*filter.state) : ""},
                                      {"company", filter.company},
                                      {"from", query.from},
                                      {"to", query.to},
                                      {"number", filter.number},
                                      {"before", before}});
}

Task<http::Response> show_purchases(Office& office, const http::Request& request, const Session& session) {
  const PurchaseQuery query = parse_purchase_query(request);
  const auto found = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_purchases(c, query.filter, query.before, rows + 1); });
  const render::Language language = exchange::language(request);
  render::Data data, list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    list.push_back(line_data(office, found[i], language));
  }
  data.set("purchases", std::move(list));
  data.set("companies", desk::partner_options(office.party, "", query.filter.company));
  data.set("state_pending", query.filter.state == State::pending);
  data.set("state_ok", query.filter.state == State::ok);
  data.set("state_no", query.filter.state == State::no);
  data.set("state_ng", query.filter.state == State::ng);
  data.set("from", query.from);
  data.set("to", query.to);
  data.set("number", query.filter.number);
  if (!query.before.empty()) data.set("newer", address_of(query, ""));
  if (found.size() > static_cast<std::size_t>(rows)) data.set("older", address_of(query, found[rows - 1].number));
  co_return desk::page(office.desk, request, session, "purchases", "purchases.title", std::move(data));
}

}  // namespace sealcart::mall
