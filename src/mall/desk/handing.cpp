// /handing, /handing/withdraw: parcels on the shelf; several are printed on sheets, or handed over to their companies,
// at once. What is handed over is claimed from the credit company that holds the money (seed S324). What was cancelled
// since it was packed comes off the shelf.
#include "core/day.h"
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "mall/desk/chosen_parcels.h"
#include "mall/desk/claim_for.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/money_back.h"
#include "mall/desk/parcel_label.h"
#include "mall/store/claims.h"
#include "mall/store/digital_parcels.h"
#include "mall/store/parcels.h"
#include "mall/store/reckonings.h"
#include "mall/store/refunds.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 200;

// One claim for what was just handed over of a shipment, when the purchase is paid by card.
void claim(sql::Connection& connection, const Office& office, const store::Shipment& shipment, const Handover& payment,
           std::int64_t value, Time now) {
  const std::string& purchase = shipment.purchase.number;
  if (was_sent(shipment.purchase)) return;
  const bool follows = store::parcels_follow(connection, purchase) || store::data_follows(connection, purchase);
  const auto part = part_to_claim(store::moved(connection, payment), value, follows);
  if (!part) return;
  // The receipt document itself is not kept, but its hash, which the shipping company's signature is found by.
  store::add_claim(connection,
                   claim_for(office.party, payment, {part->amount, shipment.purchase.total.currency}, part->last,
                             shipment.handover().reply_hash.value(), now),
                   payment.partner);
}

struct Move {
  const char* action;  // in the audit log
  ParcelState to;
  bool of_cancelled;  // of what was cancelled, or of all else
  const char* said;
};
constexpr Move handing_over{"hand-over", ParcelState::handed, false, "handed"};
constexpr Move withdrawing{"withdraw", ParcelState::withdrawn, true, "withdrawn"};

// What of the chosen parcels is on the shelf leaves it; how many. The payment is locked first, as whoever voids it
// does.
std::size_t take_off_shelf(sql::Connection& connection, const Office& office, const std::string& number,
                           const std::vector<std::int64_t>& chosen, const Move& move, const std::string& who,
                           Time now) {
  const auto before = store::find_shipment(connection, number);
  if (!before) return 0;
  const Handover* payment = paid_handover(before->purchase);
  if (payment != nullptr) store::lock_handover(connection, payment->number);
  store::lock_shipment(connection, number);
  const auto shipment = store::find_shipment(connection, number);
  if (shipment->purchase.cancelled != move.of_cancelled) return 0;
  std::size_t taken = 0;
  std::int64_t value = 0;
  for (const Parcel& parcel : shipment->parcels) {
    if (std::find(chosen.begin(), chosen.end(), parcel.n) == chosen.end()) continue;
    if (!store::move_parcel(connection, number, parcel.n, ParcelState::packed, move.to, now)) continue;
    ++taken;
    value += parcel.value;
    desk::store::append_audit(connection, now, who, move.action, number, "parcel " + std::to_string(parcel.n));
  }
  if (value > 0 && payment != nullptr && move.to == ParcelState::handed) {
    claim(connection, office, *shipment, *payment, value, now);
  }
  return taken;
}

Task<http::Response> draw_sheets(Office& office, ChosenParcels chosen) {
  std::vector<label::Label> labels;
  for (const auto& [number, parcels] : chosen) {
    const auto shipment =
        co_await office.party.database.read([&](sql::Connection& c) { return store::find_shipment(c, number); });
    if (!shipment || shipment->purchase.cancelled) continue;
    for (const std::int64_t n : parcels) {
      if (n > static_cast<std::int64_t>(shipment->parcels.size())) continue;
      labels.push_back(drawn_label(office, *shipment, shipment->parcels[static_cast<std::size_t>(n - 1)]));
    }
  }
  if (labels.empty()) co_return http::Response::redirect("/handing");
  co_return desk::file(label::pdf(labels, label::Paper::a4_sheet), "application/pdf", "labels.pdf", false);
}

Task<http::Response> draw(Office& office, const http::Request& request, const Session& session,
                          std::string_view fault_key) {
  const auto shelf =
      co_await office.party.database.read([&](sql::Connection& c) { return store::shelved_parcels(c, rows); });
  render::Data data, ready{render::Data::type::list}, cancelled{render::Data::type::list};
  std::string shown;
  std::size_t count = 0;
  for (const store::Shelved& each : shelf) {
    render::Data one;
    one.set("number", each.handover);
    one.set("n", std::to_string(each.n));
    one.set("of", std::to_string(each.of));
    one.set("carrier", desk::partner_name(office.party, each.partner));
    one.set("service", desk::service_text(office.party.pages, each.service, exchange::language(request)));
    one.set("since", time_text(each.packed));
    (each.cancelled ? cancelled : ready).push_back(std::move(one));
    if (each.cancelled) continue;
    shown += (shown.empty() ? "" : " ") + each.handover + "." + std::to_string(each.n);
    ++count;
  }
  data.set("any", !ready.is_empty_list());
  data.set("any_cancelled", !cancelled.is_empty_list());
  data.set("shelf", std::move(ready));
  data.set("shown", shown);
  data.set("count", std::to_string(count));
  data.set("cancelled", std::move(cancelled));
  if (!fault_key.empty()) data.set("fault", office.party.pages.word(fault_key, exchange::language(request)));
  desk::switch_language_at(data, "/handing");
  const int status = fault_key.empty() ? 200 : 422;
  co_return desk::page(office.desk, request, session, "handing", "handing.title", std::move(data), status);
}

// One shipment a transaction: what is wrong with one does not hold up the others.
Task<http::Response> take_all_off(Office& office, const http::Request& request, const Session& session,
                                  ChosenParcels chosen, const Move& move) {
  const Time now = office.party.clock.now();
  std::size_t asked = 0, taken = 0;
  for (const auto& [number, parcels] : chosen) {
    asked += parcels.size();
    taken += co_await office.party.database.write([&](sql::Connection& c) {
      return take_off_shelf(c, office, number, parcels, move, session.operator_name, now);
    });
  }
  if (taken < asked) co_return co_await draw(office, request, session, "handing.meanwhile");
  co_return desk::done("/handing", move.said);
}

}  // namespace

Task<http::Response> show_handing(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, "");
}

Task<http::Response> hand_parcels(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  // All are those that the page showed: what was packed meanwhile may not stand at the dock yet.
  auto chosen = form->get("action") == "hand-all" ? shown_parcels(*form) : chosen_parcels(*form);
  if (chosen.empty()) co_return co_await draw(office, request, session, "parcels.none_chosen");
  if (form->get("action") == "sheets") co_return co_await draw_sheets(office, std::move(chosen));
  co_return co_await take_all_off(office, request, session, std::move(chosen), handing_over);
}

Task<http::Response> withdraw_parcels(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  auto chosen = chosen_parcels(*form);
  if (chosen.empty()) co_return co_await draw(office, request, session, "parcels.none_chosen");
  co_return co_await take_all_off(office, request, session, std::move(chosen), withdrawing);
}

}  // namespace sealcart::mall
