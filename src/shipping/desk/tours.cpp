// GET and POST /tours: who drives out on which day. GET /tours/:id: what is on one; POST …/dispatch puts parcels on it,
// by scan or ticked; GET …/manifest is its list, POST the same with the addresses, for the driver's paper alone.
#include <algorithm>

#include "core/day.h"
#include "core/wipe.h"
#include "desk/frame.h"
#include "desk/store/audit.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/desk/moving.h"
#include "shipping/desk/over_label.h"
#include "shipping/store/books.h"

namespace sealcart::shipping {
namespace {

constexpr std::size_t longest_name = 40;

bool is_day(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
         std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) == 8;
}

render::Data tour_data(const store::Tour& tour) {
  render::Data one;
  one.set("id", std::to_string(tour.id));
  one.set("day", tour.day);
  one.set("name", tour.name);
  one.set("opened", time_text(tour.opened));
  one.set("closed", tour.closed ? time_text(*tour.closed) : std::string());
  one.set("is_open", !tour.closed);
  return one;
}

struct Known {
  std::optional<store::Tour> tour;
  std::vector<store::Parcel> parcels;      // on it
  std::vector<store::Parcel> waiting;      // that could be put on it
  std::vector<store::Shipment> shipments;  // of `parcels` that are out, where the addresses are asked for
};

void read_waiting(sql::Connection& c, Known& known) {
  known.waiting = store::list_parcels(c, {.state = ParcelState::received}, rows_of_a_page);
  for (store::Parcel& parcel : store::list_parcels(c, {.state = ParcelState::failed}, rows_of_a_page)) {
    if (parcel.reason != refused_reason) known.waiting.push_back(std::move(parcel));
  }
}

// "¥3,015 + €5.00": what the driver will have to bring, or nothing.
std::string due_text(const std::vector<store::Parcel>& parcels) {
  Sums sums;
  for (const store::Parcel& parcel : parcels) {
    if (parcel.due && parcel.state == ParcelState::dispatched)
      sums[std::string(parcel.due->currency.code())] += parcel.due->minor;
  }
  std::string text;
  for (const auto& [code, sum] : sums) {
    text += (text.empty() ? "" : " + ") + format({sum, Currency::parse(code).value()});
  }
  return text;
}

Task<http::Response> draw_tour(Office& office, const http::Request& request, const Session& session,
                               std::string fault) {
  const Known known = co_await office.party.database.read([&](sql::Connection& c) {
    Known found{.tour = store::find_tour(c, desk::row_in_path(request))};
    if (!found.tour) return found;
    found.parcels = store::parcels_on(c, found.tour->id);
    if (!found.tour->closed) read_waiting(c, found);
    return found;
  });
  if (!known.tour) co_return desk::problem_page(office.desk, request, session, not_found());
  const Reader reader(office, request);
  render::Data data = tour_data(*known.tour), parcels{render::Data::type::list}, waiting{render::Data::type::list};
  for (const store::Parcel& parcel : known.parcels) parcels.push_back(parcel_data(reader, parcel));
  for (const store::Parcel& parcel : known.waiting) waiting.push_back(parcel_data(reader, parcel));
  data.set("parcels", std::move(parcels));
  data.set("waiting", std::move(waiting));
  data.set("count", std::to_string(known.parcels.size()));
  data.set("due", text_if_any(due_text(known.parcels)));
  const int status = fault.empty() ? 200 : 422;
  if (!fault.empty()) data.set("fault", std::move(fault));
  desk::switch_language_at(data, "/tours/" + std::to_string(known.tour->id));
  co_return desk::page(office.desk, request, session, "tour", "tour.title", std::move(data), status);
}

// The ids that a dispatch names: ticked, or by the code of an over-label.
Expected<std::vector<std::int64_t>> chosen_parcels(sql::Connection& connection, const http::Form& form) {
  std::vector<std::int64_t> ids;
  for (const std::string_view text : form.all("parcel")) ids.push_back(desk::row_number(text));
  if (!form.get("code").empty()) {
    const auto parcel = named_parcel(connection, form.get("code"));
    if (!parcel) return tl::unexpected(parcel.error());
    ids.push_back(parcel->id);
  }
  if (ids.empty()) return problem(422, "parcel-none", "Scan a parcel, or tick some.");
  return ids;
}

// All that can go; the first problem of those that cannot.
Expected<void> dispatch_all(sql::Connection& connection, const Counter& counter, const http::Form& form,
                            std::int64_t tour, const Who& who) {
  store::lock_depot(connection);
  const auto ids = chosen_parcels(connection, form);
  if (!ids) return tl::unexpected(ids.error());
  Expected<void> result;
  for (const std::int64_t id : *ids) {
    const auto moved = move(connection, counter, id, {Step::dispatch, "", tour}, who);
    if (!moved && result) result = tl::unexpected(moved.error());
  }
  return result;
}

render::Data manifest_data(const Reader& reader, const Known& known) {
  render::Data data = tour_data(*known.tour), list{render::Data::type::list};
  for (const store::Parcel& parcel : known.parcels) list.push_back(parcel_data(reader, parcel));
  data.set("parcels", std::move(list));
  data.set("count", std::to_string(known.parcels.size()));
  data.set("due", text_if_any(due_text(known.parcels)));
  return data;
}

Known out_on(sql::Connection& c, std::int64_t tour) {
  Known known{.tour = store::find_tour(c, tour)};
  if (!known.tour) return known;
  known.parcels = store::parcels_on(c, tour);
  std::erase_if(known.parcels, [](const store::Parcel& parcel) { return parcel.state != ParcelState::dispatched; });
  return known;
}

}  // namespace

Task<http::Response> show_tours(Office& office, const http::Request& request, const Session& session) {
  const std::int64_t before = desk::row_number(desk::query_of(request).get("before"));
  std::vector<store::Tour> tours = co_await office.party.database.read(
      [&](sql::Connection& c) { return store::list_tours(c, before, rows_of_a_page + 1); });
  const bool more = tours.size() > std::size_t{rows_of_a_page};
  if (more) tours.resize(rows_of_a_page);
  render::Data data, list{render::Data::type::list};
  for (const store::Tour& tour : tours) list.push_back(tour_data(tour));
  data.set("tours", std::move(list));
  data.set("today", day_text(office.party.clock.now()));
  set_pager(data, "/tours", "", before, more ? tours.back().id : 0);
  co_return desk::page(office.desk, request, session, "tours", "tours.title", std::move(data));
}

Task<http::Response> open_tour(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const std::string day(form->get("day")), name(form->get("name"));
  if (!is_day(day) || name.empty() || name.size() > longest_name) {
    co_return desk::problem_page(office.desk, request, session,
                                 {422, "tour-name", "A tour has a day, 2026-11-28, and a name of at most 40 bytes."});
  }
  const Time now = office.party.clock.now();
  const store::Tour tour =
      co_await office.party.database.write([&](sql::Connection& c) { return store::open_tour(c, day, name, now); });
  const std::string page = "/tours/" + std::to_string(tour.id);
  // One of that day and name whose day has ended: its page says so.
  if (tour.closed) co_return http::Response::redirect(page);
  co_return desk::done(page, "tour-open");
}

Task<http::Response> show_tour(Office& office, const http::Request& request, const Session& session) {
  return draw_tour(office, request, session, "");
}

Task<http::Response> dispatch(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const Who who{session.operator_name, office.party.clock.now()};
  const std::int64_t tour = desk::row_in_path(request);
  const auto done = co_await office.party.database.write(
      [&](sql::Connection& c) { return dispatch_all(c, office.counter, *form, tour, who); });
  if (!done)
    co_return co_await draw_tour(office, request, session, desk::fault_text(office.desk, request, done.error()));
  co_return desk::done("/tours/" + std::to_string(tour), "parcel-dispatch");
}

Task<http::Response> show_manifest(Office& office, const http::Request& request, const Session& session) {
  const Known known =
      co_await office.party.database.read([&](sql::Connection& c) { return out_on(c, desk::row_in_path(request)); });
  if (!known.tour) co_return desk::problem_page(office.desk, request, session, not_found());
  co_return desk::page(office.desk, request, session, "manifest", "manifest.title",
                       manifest_data(Reader(office, request), known));
}

Task<http::Response> print_manifest(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const Time now = office.party.clock.now();
  // Durable before the seals are opened.
  const Known known = co_await office.party.database.write([&](sql::Connection& c) {
    store::lock_depot(c);
    Known found = out_on(c, desk::row_in_path(request));
    if (!found.tour || found.tour->closed) return found;
    for (const store::Parcel& parcel : found.parcels) {
      found.shipments.push_back(store::shipment_of(c, parcel.shipment));
      desk::store::append_audit(
          c, now, session.operator_name, "open-addressee", parcel.number,
          "manifest of tour " + found.tour->day + " " + found.tour->name + ", parcel " + parcel_text(parcel));
    }
    return found;
  });
  if (!known.tour) co_return desk::problem_page(office.desk, request, session, not_found());
  if (known.tour->closed) {
    co_return desk::problem_page(office.desk, request, session,
                                 {409, "tour-closed", "This tour's day has ended: no address is printed any more."});
  }
  render::Data data = manifest_data(Reader(office, request), known), stops{render::Data::type::list};
  for (std::size_t i = 0; i < known.parcels.size(); ++i) {
    auto lines = open_address_lines(office.desk.key, known.shipments[i]);
    if (!lines) co_return desk::problem_page(office.desk, request, session, lines.error());
    render::Data stop = parcel_data(Reader(office, request), known.parcels[i]), address{render::Data::type::list};
    for (std::string& line : *lines) {
      address.push_back(line);
      wipe(line);
    }
    stop.set("address", std::move(address));
    stops.push_back(std::move(stop));
  }
  data.set("parcels", std::move(stops));
  data.set("addressed", true);
  desk::switch_language_at(data, "/tours/" + std::to_string(known.tour->id));
  co_return desk::page(office.desk, request, session, "manifest", "manifest.title", std::move(data));
}

}  // namespace sealcart::shipping
