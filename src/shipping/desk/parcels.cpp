// GET /parcels: all parcels, newest first, by state and mall, or one number. GET /parcels/:id: one of them, never with
// its address; what can be done with it. POST …/label prints the over-label once more; POST …/step.
#include <algorithm>

#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/desk/moving.h"
#include "shipping/desk/over_label.h"
#include "shipping/desk/taking.h"
#include "shipping/store/books.h"

namespace sealcart::shipping {
namespace {

constexpr ParcelState states[] = {ParcelState::received, ParcelState::dispatched, ParcelState::delivered,
                                  ParcelState::failed, ParcelState::returned};

// Why an over-label is printed once more: chosen, never typed.
struct Reason {
  std::string_view value, key;
};
constexpr Reason print_reasons[] = {
    {"printer", "again.printer"}, {"unreadable", "again.unreadable"}, {"lost", "again.lost"}};

bool is_print_reason(std::string_view value) {
  return std::any_of(std::begin(print_reasons), std::end(print_reasons),
                     [&](const Reason& reason) { return reason.value == value; });
}

render::Data option(std::string_view value, const std::string& text, bool chosen) {
  render::Data one;
  one.set("value", std::string(value));
  one.set("text", text);
  one.set("chosen", chosen);
  return one;
}

struct Asked {
  store::ParcelFilter filter;
  std::string number;  // empty: the list
  std::string query;   // to come back to this list
};
Asked asked_of(const http::Request& request) {
  Asked asked;
  const http::Form query = desk::query_of(request);
  asked.number = read_scanned(query.get("number")).text;
  asked.filter.mall = query.get("mall").substr(0, 64);
  asked.filter.before = desk::row_number(query.get("before"));
  asked.filter.state = protocol::parse_parcel_state(query.get("state"));
  if (asked.filter.state) asked.query += "state=" + std::string(protocol::name(*asked.filter.state)) + "&";
  if (!asked.filter.mall.empty()) asked.query += "mall=" + desk::query_text(asked.filter.mall) + "&";
  return asked;
}

render::Data events_data(const Reader& reader, const std::vector<store::ParcelEvent>& events) {
  render::Data list{render::Data::type::list};
  for (const store::ParcelEvent& event : events) {
    render::Data one;
    one.set("at", time_text(event.at));
    one.set("state", reader.word(word_key(event.state)));
    one.set("reason", event.reason.empty() ? std::string() : reader.word(reason_key(event.reason)));
    one.set("who", event.operator_name);
    list.push_back(std::move(one));
  }
  return list;
}

void set_steps(const Reader& reader, const store::Parcel& parcel, render::Data& data) {
  const auto can = [&](Step step) { return decide(step, parcel.state, parcel.reason).status == StepStatus::taken; };
  data.set("can_print", parcel.state == ParcelState::received);
  data.set("can_return", can(Step::give_back));
  data.set("can_report", can(Step::deliver));
  render::Data again{render::Data::type::list}, reasons{render::Data::type::list};
  for (const Reason& reason : print_reasons) again.push_back(option(reason.value, reader.word(reason.key), false));
  for (const char* reason : {"nobody-in", "address-wrong", "no-cash", "damaged"}) {
    reasons.push_back(option(reason, reader.word(reason_key(reason)), false));
  }
  data.set("again", std::move(again));
  data.set("reasons", std::move(reasons));
}

}  // namespace

Task<http::Response> show_parcels(Office& office, const http::Request& request, const Session& session) {
  const Asked asked = asked_of(request);
  std::vector<store::Parcel> parcels = co_await office.party.database.read([&](sql::Connection& c) {
    return asked.number.empty() ? store::list_parcels(c, asked.filter, rows_of_a_page + 1)
                                : store::parcels_of(c, asked.number);
  });
  const Reader reader(office, request);
  render::Data data, list{render::Data::type::list}, state_options{render::Data::type::list};
  const bool more = asked.number.empty() && parcels.size() > std::size_t{rows_of_a_page};
  if (more) parcels.resize(rows_of_a_page);
  for (const store::Parcel& parcel : parcels) list.push_back(parcel_data(reader, parcel));
  for (const ParcelState state : states) {
    state_options.push_back(option(protocol::name(state), reader.word(word_key(state)), asked.filter.state == state));
  }
  data.set("parcels", std::move(list));
  data.set("states", std::move(state_options));
  data.set("malls", desk::partner_options(office.party, "mall", asked.filter.mall));
  data.set("number", asked.number);
  set_pager(data, "/parcels", asked.query, asked.filter.before, more ? parcels.back().id : 0);
  co_return desk::page(office.desk, request, session, "parcels", "parcels.title", std::move(data));
}

Task<http::Response> show_parcel(Office& office, const http::Request& request, const Session& session) {
  struct Known {
    std::optional<store::Parcel> parcel;
    std::vector<store::ParcelEvent> events;
    std::optional<store::Tour> tour;
    std::string service;
  };
  const Known known = co_await office.party.database.read([&](sql::Connection& c) {
    Known found{.parcel = store::find_parcel(c, desk::row_in_path(request))};
    if (!found.parcel) return found;
    found.events = store::events_of(c, found.parcel->id);
    if (found.parcel->tour != 0) found.tour = store::find_tour(c, found.parcel->tour);
    found.service = store::shipment_of(c, found.parcel->shipment).service;
    return found;
  });
  if (!known.parcel) co_return desk::problem_page(office.desk, request, session, not_found());
  const Reader reader(office, request);
  render::Data data = parcel_data(reader, *known.parcel);
  data.set("service", desk::service_text(office.party.pages, known.service, reader.language));
  data.set("received", time_text(known.parcel->received));
  data.set("events", events_data(reader, known.events));
  if (known.tour) {
    data.set("tour", known.tour->day + " " + known.tour->name);
    data.set("tour_id", std::to_string(known.tour->id));
  }
  set_steps(reader, *known.parcel, data);
  co_return desk::page(office.desk, request, session, "parcel", "parcel.title", std::move(data));
}

Task<http::Response> print_again(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::string reason(form->get("reason"));
  const Problem unexplained{422, "print-reason", "Say why the over-label is printed once more."};
  if (!is_print_reason(reason)) co_return desk::problem_page(office.desk, request, session, unexplained);
  const Time now = office.party.clock.now();
  // Durable before the seal is opened.
  const Taken taken = co_await office.party.database.write([&](sql::Connection& c) {
    store::lock_depot(c);
    Taken found{.parcel = store::find_parcel(c, desk::row_in_path(request))};
    if (!found.parcel || found.parcel->state != ParcelState::received) return found;
    found.shipment = store::shipment_of(c, found.parcel->shipment);
    desk::store::append_audit(c, now, session.operator_name, "open-addressee", found.parcel->number,
                              "over-label of parcel " + parcel_text(*found.parcel) + " again: " + reason);
    return found;
  });
  if (!taken.parcel) co_return desk::problem_page(office.desk, request, session, not_found());
  if (!taken.shipment) {
    co_return desk::problem_page(office.desk, request, session,
                                 {409, "label-too-late", "The parcel has left: its over-label is printed no more."});
  }
  auto print = print_over_label(
      {office.desk.key, office.party.pages, office.party.config.name, exchange::language(request)}, *taken.shipment,
      *taken.parcel, parse_over_label_form(form->get("form")).value_or(OverLabelForm::a6));
  if (!print) co_return desk::problem_page(office.desk, request, session, print.error());
  co_return desk::file(std::move(print->bytes), print->content_type, print->file_name,
                       !print->content_type.starts_with("application/pdf"));
}

Task<http::Response> step_parcel(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto step = parse_step(form->get("step"));
  if (!step || *step == Step::dispatch) {
    co_return desk::problem_page(office.desk, request, session,
                                 {422, "step-unknown", "A parcel is delivered, not delivered, refused or returned."});
  }
  const Who who{session.operator_name, office.party.clock.now()};
  const Move what{*step, std::string(form->get("reason")), 0};
  const auto moved = co_await office.party.database.write(
      [&](sql::Connection& c) { return move(c, office.counter, desk::row_in_path(request), what, who); });
  if (!moved) co_return desk::problem_page(office.desk, request, session, moved.error());
  co_return desk::done("/parcels/" + std::to_string(moved->id), "parcel-step");
}

}  // namespace sealcart::shipping
