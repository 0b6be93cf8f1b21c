// /packing/:number: one shipment. Its goods are opened here and nowhere else, parcel by parcel.
#include <charconv>

#include "core/day.h"
#include "desk/frame.h"
#include "desk/opening.h"
#include "desk/partner_data.h"
#include "desk/store/audit.h"
#include "mall/desk/endpoints.h"
#include "mall/desk/parcel_label.h"
#include "mall/store/parcels.h"

namespace sealcart::mall {
namespace {

const Problem unknown{404, "shipment-unknown", "No shipment of that number has been accepted."};

Task<std::optional<store::Shipment>> load(Office& office, std::string number) {
  co_return co_await office.party.database.read([&](sql::Connection& c) { return store::find_shipment(c, number); });
}

std::int64_t next_parcel(const store::Shipment& shipment) {
  return static_cast<std::int64_t>(shipment.parcels.size()) + 1;
}

const char* state_key(ParcelState state) {
  constexpr const char* keys[] = {"state.packed", "state.handed",    "state.received", "state.dispatched",
                                  "state.failed", "state.delivered", "state.returned", "state.withdrawn"};
  return keys[static_cast<std::size_t>(state)];
}

render::Data parcels_data(const Office& office, const store::Shipment& shipment, render::Language language) {
  render::Data list{render::Data::type::list};
  for (const Parcel& parcel : shipment.parcels) {
    render::Data one;
    one.set("n", std::to_string(parcel.n));
    one.set("state", office.party.pages.word(state_key(parcel.state), language));
    one.set("since", time_text(parcel.changed));
    one.set("prints", std::to_string(parcel.prints));
    if (!shipment.purchase.cancelled) {
      one.set("label_url", "/label/" + shipment.number + "/" + std::to_string(parcel.n));
    }
    one.set("reprint", parcel.state == ParcelState::packed && !shipment.purchase.cancelled);
    list.push_back(std::move(one));
  }
  return list;
}

// The sending of the same purchase that came back last before this one, if there is one: what was in it is to be had.
const Handover* came_back_before(const store::Shipment& shipment) {
  const Handover* before = nullptr;
  for (const Handover& each : shipment.purchase.handovers) {
    if (each.number == shipment.number) break;
    if (each.returned) before = &each;
  }
  return before;
}

// The page without goods, or with those that were just opened.
http::Response draw(Office& office, const http::Request& request, const Session& session,
                    const store::Shipment& shipment, const Goods* left, std::string_view fault_code, int status) {
  const Handover& handover = shipment.handover();
  const render::Language language = exchange::language(request);
  const std::int64_t next = next_parcel(shipment);
  render::Data data;
  data.set("number", shipment.number);
  data.set("carrier", desk::partner_name(office.party, handover.partner));
  data.set("service", desk::service_text(office.party.pages, handover.service, language));
  data.set("shipping", handover.reply->name.substr(0, 26));
  data.set("since", time_text(*handover.answered));
  if (handover.amount) data.set("amount", format(*handover.amount));
  if (const Handover* before = came_back_before(shipment); before != nullptr) data.set("before", before->number);
  data.set("of", std::to_string(handover.parcels.size()));
  data.set("parcels", parcels_data(office, shipment, language));
  data.set("cancelled", shipment.purchase.cancelled);
  data.set("all_packed", shipment.packed && !shipment.purchase.cancelled);
  data.set("to_pack", !shipment.packed);
  if (!shipment.packed) {
    data.set("next", std::to_string(next));
    data.set("size", handover.parcels.at(static_cast<std::size_t>(next - 1)));
    data.set("last", next == static_cast<std::int64_t>(handover.parcels.size()));
  }
  if (left != nullptr) {
    render::Data list{render::Data::type::list};
    for (std::size_t i = 0; i < left->lines.size(); ++i) {
      render::Data one;
      one.set("index", std::to_string(i));
      one.set("sku", left->lines[i].sku);
      one.set("name", left->lines[i].name);
      one.set("quantity", std::to_string(left->lines[i].quantity));
      list.push_back(std::move(one));
    }
    data.set("opened", true);
    data.set("lines", std::move(list));
  }
  if (!fault_code.empty()) {
    data.set("fault", office.party.pages.word("problem." + std::string(fault_code) + ".advice", language));
    data.set("confirm", fault_code == "packing-left");
  }
  desk::switch_language_at(data, "/packing/" + shipment.number);
  return desk::page(office.desk, request, session, "pack", "pack.title", std::move(data), status);
}

// What is still to be packed.
Task<Expected<Goods>> open_left(Office& office, const Session& session, const store::Shipment& shipment,
                                std::string reason) {
  const std::string& sealed = shipment.left_goods.empty() ? shipment.handover().sealed_goods : shipment.left_goods;
  auto contents = co_await desk::open_seal(office.desk, session.operator_name, seal::Subject::goods, shipment.number,
                                           sealed, std::move(reason));
  if (!contents) co_return tl::unexpected(contents.error());
  auto goods = decode_goods(*contents);
  if (!goods) co_return problem(409, "seal-damaged", "What is sealed is not a list of goods.");
  co_return std::move(*goods);
}

std::vector<int> quantities_of(const http::Form& form, std::size_t lines) {
  std::vector<int> quantities;
  for (std::size_t i = 0; i < lines; ++i) {
    const std::string_view text = form.get("quantity-" + std::to_string(i));
    int quantity = text.empty() ? 0 : -1;
    std::from_chars(text.data(), text.data() + text.size(), quantity);
    quantities.push_back(quantity);
  }
  return quantities;
}

// Sealed again for what is left; empty when that is nothing.
std::string seal_left(const Office& office, const std::string& number, const Goods& left) {
  if (left.lines.empty()) return {};
  auto sealed = seal::seal(seal::Subject::goods, number, sealed_contents(left), office.party.keys.sealing_key());
  if (!sealed)
    sealed = seal::seal(seal::Subject::goods, number, sealed_contents(nameless(left)), office.party.keys.sealing_key());
  assert(sealed);  // a part of what fitted before
  return std::move(*sealed);
}

// False when somebody packed this parcel meanwhile.
bool write(sql::Connection& connection, const std::string& number, const Parcel& parcel, const std::string& left,
           bool all_packed, const std::string& who) {
  store::lock_shipment(connection, number);
  const auto now = store::find_shipment(connection, number);
  if (!now || now->packed || next_parcel(*now) != parcel.n) return false;
  store::add_parcel(connection, number, parcel, left, all_packed);
  desk::store::append_audit(connection, parcel.packed, who, "pack", number, "parcel " + std::to_string(parcel.n));
  return true;
}

}  // namespace

Task<http::Response> show_pack(Office& office, const http::Request& request, const Session& session) {
  const auto shipment = co_await load(office, request.captures.at(0));
  if (!shipment) co_return desk::problem_page(office.desk, request, session, unknown);
  co_return draw(office, request, session, *shipment, nullptr, "", 200);
}

Task<http::Response> open_goods(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto shipment = co_await load(office, request.captures.at(0));
  if (!shipment) co_return desk::problem_page(office.desk, request, session, unknown);
  if (shipment->packed) co_return draw(office, request, session, *shipment, nullptr, "", 200);
  const auto left = co_await open_left(office, session, *shipment, "packing");
  if (!left) co_return desk::problem_page(office.desk, request, session, left.error());
  co_return draw(office, request, session, *shipment, &*left, "", 200);
}

Task<http::Response> pack_parcel(Office& office, const http::Request& request, const Session& session) {
  const auto form = exchange::own_form(office.party, request);
  if (!form) co_return desk::problem_page(office.desk, request, session, form.error());
  const auto shipment = co_await load(office, request.captures.at(0));
  if (!shipment) co_return desk::problem_page(office.desk, request, session, unknown);
  const std::string page = "/packing/" + shipment->number;
  // Pressed twice, or in a second tab: the page shows what is packed.
  if (shipment->packed || form->get("parcel") != std::to_string(next_parcel(*shipment))) {
    co_return http::Response::redirect(page);
  }
  const auto left = co_await open_left(office, session, *shipment, "packing");
  if (!left) co_return desk::problem_page(office.desk, request, session, left.error());
  const Handover& handover = shipment->handover();
  const bool last = next_parcel(*shipment) == static_cast<std::int64_t>(handover.parcels.size());
  const auto packing = pack(*left, quantities_of(*form, left->lines.size()), last, form->has("confirm"));
  if (!packing) {
    co_return draw(office, request, session, *shipment, &*left, packing.error().code, packing.error().status);
  }
  const Time now = office.party.clock.now();
  const Parcel parcel{.n = next_parcel(*shipment),
                      .value = value_of(packing->packed),
                      .prints = 1,
                      .label = sign_label(office, *shipment, next_parcel(*shipment)),
                      .packed = now,
                      .changed = now};
  const auto fits = label::fits(drawn_label(office, *shipment, parcel));
  if (!fits) co_return desk::problem_page(office.desk, request, session, fits.error());
  // Nothing is left for more parcels: the rest of them will not come.
  const bool all_packed = last || packing->left.lines.empty();
  const std::string sealed_left = seal_left(office, shipment->number, packing->left);
  co_await office.party.database.write([&](sql::Connection& c) {
    return write(c, shipment->number, parcel, sealed_left, all_packed, session.operator_name);
  });
  co_return http::Response::redirect(page);
}

}  // namespace sealcart::mall
