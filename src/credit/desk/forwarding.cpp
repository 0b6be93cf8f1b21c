// /forwarding: parcels of data that have come from malls, on their way to customers (seed S325).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "core/day.h"
#include "credit/desk/endpoints.h"
#include "credit/desk/mail_fault.h"
#include "credit/store/digital_parcels.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/query.h"

namespace sealcart::credit {
namespace {

constexpr std::int64_t rows = 50;
struct State {
  std::string_view name, word;
};
constexpr std::array<State, 5> states{{{"waiting", "forwarding.waiting"},
                                       {"bounced", "forwarding.bounced"},
                                       {"queued", "forwarding.queued"},
                                       {"sent", "forwarding.sent"},
                                       {"arriving", "forwarding.arriving"}}};

// nullptr when there is none of that name.
const State* find_state(std::string_view name) {
  const auto at = std::find_if(states.begin(), states.end(), [&](const State& state) { return state.name == name; });
  return at == states.end() ? nullptr : at;
}

bool may_forward(const store::DigitalParcel& parcel) {
  return !parcel.deleted && !parcel.withdrawn &&
         (parcel.state == "waiting" || parcel.state == "bounced" || parcel.state == "sent");
}

render::Data list_of(const Office& office, const std::vector<store::DigitalParcel>& found, render::Language language) {
  render::Data list{render::Data::type::list};
  for (std::size_t i = 0; i < found.size() && i < static_cast<std::size_t>(rows); ++i) {
    const store::DigitalParcel& parcel = found[i];
    const Time since = parcel.sent.value_or(parcel.arrived.value_or(parcel.created));
    render::Data one;
    one.set("id", std::to_string(parcel.id));
    one.set("receipt", parcel.receipt);
    one.set("mall", desk::partner_name(office.party, parcel.mall));
    one.set("place", fmt::format("{} / {}", parcel.parcel, parcel.parcels));
    one.set("size", bytes_text(parcel.size));
    one.set("since", time_text(since));
    one.set("state", office.party.pages.word(find_state(parcel.state)->word, language));
    one.set("good", parcel.state == "sent");
    one.set("bad", parcel.state == "bounced");
    one.set("problem", fault_text(office, parcel.fault, language));
    one.set("may", may_forward(parcel));
    list.push_back(std::move(one));
  }
  return list;
}

render::Data choices(const Office& office, const std::string& chosen, render::Language language) {
  render::Data list{render::Data::type::list};
  for (const State& state : states) {
    render::Data one;
    one.set("value", state.name);
    one.set("text", office.party.pages.word(state.word, language));
    one.set("chosen", state.name == chosen);
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

Task<http::Response> show_forwarding(Office& office, const http::Request& request, const Session& session) {
  const http::Form query = desk::query_of(request);
  std::string state(query.get("state"));
  if (find_state(state) == nullptr) state.clear();
  const std::int64_t before = desk::row_number(query.get("before"));
  sql::Database& database = office.party.database;
  const auto found =
      co_await database.read([&](sql::Connection& c) { return store::list_parcels(c, state, before, rows + 1); });
  const auto waiting = co_await database.read([](sql::Connection& c) { return store::count_parcels(c, "waiting"); });
  const render::Language language = exchange::language(request);
  render::Data data;
  data.set("parcels", list_of(office, found, language));
  data.set("any", std::any_of(found.begin(), found.end(), may_forward));
  data.set("waiting", std::to_string(waiting));
  data.set("any_waiting", waiting > 0);
  data.set("automatic", office.forwarder.automatic());
  data.set("no_mail", !office.forwarder.has_mail());
  data.set("states", choices(office, state, language));
  const std::string filter = state.empty() ? "" : "state=" + state;
  if (before > 0) data.set("newer", "/forwarding?" + filter);
  if (found.size() > static_cast<std::size_t>(rows)) {
    data.set("older", fmt::format("/forwarding?before={}&{}", found[rows - 1].id, filter));
  }
  co_return desk::page(office.desk, request, session, "forwarding", "forwarding.title", std::move(data));
}

Task<http::Response> forward_parcels(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    if (form->get("which") == "all") store::queue_waiting(c, session.operator_name, now);
    for (const std::string_view id : form->all("parcel")) {
      store::queue_parcel(c, desk::row_number(id), session.operator_name, now);
    }
  });
  if (form->get("which") != "all" && form->get("parcel").empty()) co_return http::Response::redirect("/forwarding");
  co_return desk::done("/forwarding", "forwarded");
}

}  // namespace sealcart::credit
