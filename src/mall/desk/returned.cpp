// /returned: parcels that came back, by their companies' word, until somebody at the dock has them in hand.
#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "mall/desk/chosen_parcels.h"
#include "mall/desk/endpoints.h"
#include "mall/store/parcels.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 200;

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::string_view fault_key) {
  const auto returned =
      co_await office.party.database.read([&](sql::Connection& c) { return store::returned_parcels(c, rows); });
  render::Data data, list{render::Data::type::list};
  for (const store::Returned& each : returned) {
    render::Data one;
    one.set("number", each.handover);
    one.set("n", std::to_string(each.n));
    one.set("of", std::to_string(each.of));
    one.set("carrier", desk::partner_name(office.party, each.partner));
    one.set("since", time_text(each.since));
    one.set("purchase", each.purchase);
    if (!each.again.empty()) one.set("again", each.again);
    list.push_back(std::move(one));
  }
  data.set("returned", std::move(list));
  if (!fault_key.empty()) data.set("fault", office.party.pages.word(fault_key, exchange::language(request)));
  desk::switch_language_at(data, "/returned");
  const int status = fault_key.empty() ? 200 : 422;
  co_return desk::page(office.desk, request, session, "returned", "returned.title", std::move(data), status);
}

}  // namespace

Task<http::Response> show_returned(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, "");
}

Task<http::Response> take_back_parcels(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const ChosenParcels chosen = chosen_parcels(*form);
  if (chosen.empty()) co_return co_await draw(office, request, session, "parcels.none_chosen");
  const Time now = office.party.clock.now();
  co_await office.party.database.write([&](sql::Connection& c) {
    for (const auto& [number, parcels] : chosen) {
      for (const std::int64_t n : parcels) {
        if (!store::take_back(c, number, n, now)) continue;
        desk::store::append_audit(c, now, session.operator_name, "take-back", number, "parcel " + std::to_string(n));
      }
    }
  });
  co_return desk::done("/returned", "taken-back");
}

}  // namespace sealcart::mall
