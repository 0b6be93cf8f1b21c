// GET and POST /tours/:id/day: the driver is back (seed S1225 to S1227). Every parcel that was out has a result, and
// what was counted is what the parcels come to; then the tour is closed.
#include "bank/amount.h"
#include "desk/frame.h"
#include "shipping/desk/endpoints.h"
#include "shipping/desk/listing.h"
#include "shipping/desk/moving.h"
#include "shipping/store/cash.h"

namespace sealcart::shipping {
namespace {

struct Known {
  std::optional<store::Tour> tour;
  std::vector<store::Parcel> out;
  Sums at_driver;  // of parcels that were reported before
};

Known read_day(sql::Connection& c, std::int64_t tour) {
  Known known{.tour = store::find_tour(c, tour)};
  if (!known.tour) return known;
  known.out = store::parcels_on(c, tour);
  std::erase_if(known.out, [](const store::Parcel& parcel) { return parcel.state != ParcelState::dispatched; });
  known.at_driver = store::cash_at_driver(c, tour);
  return known;
}

std::string decimal_text(std::int64_t minor, Currency currency) { return bank::decimal(minor, currency.digits()); }

// What was typed, or what it is when all goes well.
std::string typed_or(const http::Form* form, const std::string& name, const std::string& otherwise) {
  return form != nullptr && form->has(name) ? std::string(form->get(name)) : otherwise;
}

render::Data result_options(const Reader& reader, std::string_view chosen) {
  constexpr std::pair<const char*, const char*> results[] = {
      {"deliver", "state.delivered"}, {"nobody-in", "reason.nobody-in"}, {"address-wrong", "reason.address-wrong"},
      {"no-cash", "reason.no-cash"},  {"damaged", "reason.damaged"},     {"refuse", "reason.refused"}};
  render::Data list{render::Data::type::list};
  for (const auto& [value, key] : results) {
    render::Data one;
    one.set("value", value);
    one.set("text", reader.word(key));
    one.set("chosen", value == chosen);
    list.push_back(std::move(one));
  }
  return list;
}

// Minor units; empty text is nothing.
Expected<std::int64_t> amount_of(std::string_view typed, Currency currency) {
  if (typed.empty()) return std::int64_t{0};
  auto amount = bank::read_amount(typed, currency);
  if (!amount) return problem(422, "cash-amount", "An amount is written in digits, such as 3015 or 30.15.");
  return amount;
}

// Typed, and not what is due for a parcel that was delivered.
bool cash_differs(const http::Form* form, const std::string& id, const Money& due) {
  if (form == nullptr || form->get("result-" + id) != "deliver") return false;
  const auto cash = amount_of(form->get("cash-" + id), due.currency);
  return !cash || *cash != due.minor;
}

render::Data day_parcel(const Reader& reader, const store::Parcel& parcel, const http::Form* form) {
  render::Data one = parcel_data(reader, parcel);
  const std::string id = std::to_string(parcel.id);
  one.set("results", result_options(reader, typed_or(form, "result-" + id, "deliver")));
  if (parcel.due) {
    one.set("cash", typed_or(form, "cash-" + id, decimal_text(parcel.due->minor, parcel.due->currency)));
    one.set("currency", std::string(parcel.due->currency.code()));
    one.set("differs", cash_differs(form, id, *parcel.due));
  }
  return one;
}

render::Data count_data(const Known& known, const http::Form* form) {
  Sums currencies = known.at_driver;
  for (const store::Parcel& parcel : known.out) {
    if (parcel.due) currencies[std::string(parcel.due->currency.code())] += 0;
  }
  render::Data list{render::Data::type::list};
  for (const auto& [code, sum] : currencies) {
    render::Data one;
    one.set("currency", code);
    one.set("counted", typed_or(form, "counted-" + code, ""));
    one.set("before", text_if_any(sum > 0 ? format({sum, Currency::parse(code).value()}) : std::string()));
    list.push_back(std::move(one));
  }
  return list;
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session, const http::Form* form,
                          std::string fault) {
  const Known known =
      co_await office.party.database.read([&](sql::Connection& c) { return read_day(c, desk::row_in_path(request)); });
  if (!known.tour) co_return desk::problem_page(office.desk, request, session, not_found());
  const std::string back = "/tours/" + std::to_string(known.tour->id);
  if (known.tour->closed) co_return http::Response::redirect(back);
  const Reader reader(office, request);
  render::Data data, parcels{render::Data::type::list};
  for (const store::Parcel& parcel : known.out) parcels.push_back(day_parcel(reader, parcel, form));
  data.set("id", std::to_string(known.tour->id));
  data.set("day", known.tour->day);
  data.set("name", known.tour->name);
  data.set("parcels", std::move(parcels));
  data.set("counts", count_data(known, form));
  const int status = fault.empty() ? 200 : 422;
  if (!fault.empty()) data.set("fault", std::move(fault));
  desk::switch_language_at(data, back + "/day");
  co_return desk::page(office.desk, request, session, "day", "day.title", std::move(data), status);
}

Expected<std::vector<DayResult>> results_of(const http::Form& form, const std::vector<store::Parcel>& out) {
  std::vector<DayResult> results;
  for (const store::Parcel& parcel : out) {
    const std::string id = std::to_string(parcel.id);
    const std::string result(form.get("result-" + id));
    if (result.empty()) continue;
    const auto step = parse_step(result);
    DayResult one{parcel.id, step.value_or(Step::fail), step ? std::string() : result, 0};
    if (parcel.due && one.step == Step::deliver) {
      const auto cash = amount_of(form.get("cash-" + id), parcel.due->currency);
      if (!cash) return tl::unexpected(cash.error());
      one.collected = *cash;
    }
    results.push_back(std::move(one));
  }
  return results;
}

Expected<Sums> counted_of(const http::Form& form, const Known& known) {
  Sums currencies = known.at_driver, counted;
  for (const store::Parcel& parcel : known.out) {
    if (parcel.due) currencies[std::string(parcel.due->currency.code())] += 0;
  }
  for (const auto& [code, sum] : currencies) {
    const auto amount = amount_of(form.get("counted-" + code), Currency::parse(code).value());
    if (!amount) return tl::unexpected(amount.error());
    counted[code] = *amount;
  }
  return counted;
}

Expected<void> close(sql::Connection& c, const Counter& counter, std::int64_t tour, const http::Form& form,
                     const Who& who) {
  const Known known = read_day(c, tour);
  const auto results = results_of(form, known.out);
  if (!results) return tl::unexpected(results.error());
  const auto counted = counted_of(form, known);
  if (!counted) return tl::unexpected(counted.error());
  const auto closed = close_day(c, counter, tour, *results, *counted, who);
  if (!closed) return tl::unexpected(closed.error());
  return {};
}

}  // namespace

Task<http::Response> show_day(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, nullptr, "");
}

Task<http::Response> end_day(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const Who who{session.operator_name, office.party.clock.now()};
  const std::int64_t tour = desk::row_in_path(request);
  const auto closed = co_await office.party.database.write(
      [&](sql::Connection& c) { return close(c, office.counter, tour, *form, who); });
  if (closed) co_return desk::done("/tours/" + std::to_string(tour), "closed");
  if (closed.error().status == 404) co_return desk::problem_page(office.desk, request, session, closed.error());
  co_return co_await draw(office, request, session, &*form, desk::fault_text(office.desk, request, closed.error()));
}

}  // namespace sealcart::shipping
