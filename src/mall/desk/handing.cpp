// /handing: parcels on the shelf; several are printed on sheets, or handed over to their companies, at once. What is
// handed over is claimed from the credit company that holds the money (seed S324).
#include "desk/frame.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "mall/desk/chosen_parcels.h"
#include "mall/desk/claim_for.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/parcel_label.h"
#include "mall/store/claims.h"
#include "mall/store/parcels.h"
#include "mall/store/refunds.h"

namespace sealcart::mall {
namespace {

constexpr std::int64_t rows = 200;

// One claim for what was just handed over of a shipment, when the purchase is paid by card.
void claim(sql::Connection& connection, const Office& office, const store::Shipment& shipment, std::int64_t value,
           Time now) {
  const Handover* payment = shipment.purchase.payment();
  if (payment == nullptr || payment->state != State::ok) return;
  if (store::find_void(connection, payment->number)) return;  // nothing is held for it any more
  const bool all_handed =
      shipment.packed && std::none_of(shipment.parcels.begin(), shipment.parcels.end(),
                                      [](const Parcel& p) { return p.state == ParcelState::packed; });
  const auto part = part_to_claim(shipment.purchase, store::claimed(connection, payment->number), value, all_handed);
  if (!part) return;
  // The receipt document itself is not kept, but its hash, which the shipping company's signature is found by.
  store::add_claim(connection,
                   claim_for(office.party, *payment, {part->amount, shipment.purchase.total.currency}, part->last,
                             shipment.handover().reply_hash.value(), now),
                   payment->partner);
}

void hand_over(sql::Connection& connection, const Office& office, const std::string& number,
               const std::vector<std::int64_t>& chosen, const std::string& who, Time now) {
  store::lock_shipment(connection, number);
  auto shipment = store::find_shipment(connection, number);
  if (!shipment) return;
  std::int64_t value = 0;
  for (Parcel& parcel : shipment->parcels) {
    if (std::find(chosen.begin(), chosen.end(), parcel.n) == chosen.end()) continue;
    if (!store::move_parcel(connection, number, parcel.n, ParcelState::packed, ParcelState::handed, now)) continue;
    parcel.state = ParcelState::handed;
    value += parcel.value;
    desk::store::append_audit(connection, now, who, "hand-over", number, "parcel " + std::to_string(parcel.n));
  }
  if (value > 0) claim(connection, office, *shipment, value, now);
}

Task<http::Response> draw_sheets(Office& office, ChosenParcels chosen) {
  std::vector<label::Label> labels;
  for (const auto& [number, parcels] : chosen) {
    const auto shipment =
        co_await office.party.database.read([&](sql::Connection& c) { return store::find_shipment(c, number); });
    if (!shipment) continue;
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
  render::Data data, list{render::Data::type::list};
  for (const store::Shelved& each : shelf) {
    render::Data one;
    one.set("number", each.handover);
    one.set("n", std::to_string(each.n));
    one.set("of", std::to_string(each.of));
    one.set("carrier", desk::partner_name(office.party, each.partner));
    one.set("service", desk::service_text(office.party.pages, each.service, exchange::language(request)));
    one.set("since", desk::time_text(each.packed));
    list.push_back(std::move(one));
  }
  data.set("shelf", std::move(list));
  if (!fault_key.empty()) data.set("fault", office.party.pages.word(fault_key, exchange::language(request)));
  data.set("language_action", "/language");
  data.set("language_back", "/handing");
  const int status = fault_key.empty() ? 200 : 422;
  co_return desk::page(office.desk, request, session, "handing", "handing.title", std::move(data), status);
}

}  // namespace

Task<http::Response> show_handing(Office& office, const http::Request& request, const Session& session) {
  return draw(office, request, session, "");
}

Task<http::Response> hand_parcels(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  auto chosen = chosen_parcels(*form);
  if (chosen.empty()) co_return co_await draw(office, request, session, "parcels.none_chosen");
  if (form->get("action") == "sheets") co_return co_await draw_sheets(office, std::move(chosen));
  const Time now = office.party.clock.now();
  // One shipment a transaction: what is wrong with one does not hold up the others.
  for (const auto& [number, parcels] : chosen) {
    co_await office.party.database.write(
        [&](sql::Connection& c) { hand_over(c, office, number, parcels, session.operator_name, now); });
  }
  co_return desk::done("/handing", "handed");
}

}  // namespace sealcart::mall
