// GET /purchase/:code : the customer's own page of one purchase, from its payment to its delivery (seed S313, S322,
// S323, S1213, S1222, S1223).
#include <algorithm>

#include "core/day.h"
#include "mall/store/digital_parcels.h"
#include "mall/store/kept_keys.h"
#include "mall/store/tracking.h"
#include "mall/web/carriers.h"
#include "mall/web/endpoints.h"
#include "mall/web/kept_goods.h"
#include "mall/web/kept_key.h"
#include "mall/web/purchase_code.h"
#include "mall/web/shop_page.h"
#include "mall/web/visit.h"

namespace sealcart::mall {
namespace {

// Origin of an https address: what a page's form policy names.
std::string origin_of(const std::string& address) {
  return address.substr(0, address.find('/', sizeof "https://" - 1));
}

// The names of a hand-over's states in the template.
struct States {
  render::Name pending, expired, ok, no, ng;
};
constexpr States pay_states{"pay_pending", "pay_expired", "pay_ok", "pay_no", "pay_ng"};
constexpr States ship_states{"ship_pending", "ship_expired", "ship_ok", "ship_no", "ship_ng"};

// One of them is true, none without a hand-over.
void set_state(render::Data& data, const States& names, const Handover* handover, Time now) {
  const auto is = [&](State state) { return handover != nullptr && handover->state == state; };
  const bool expired = handover != nullptr && seems_expired(*handover, now);
  data.set(names.pending, is(State::pending) && !expired);
  data.set(names.expired, expired);
  data.set(names.ok, is(State::ok) && !handover->returned);
  data.set(names.no, is(State::no));
  data.set(names.ng, is(State::ng));
}

struct Shown {
  const Shop& shop;
  const Purchase& purchase;
  const std::vector<store::Tracked>& tracked;  // of its delivery
  std::string code;
  render::Language language;
  Time now;
  std::optional<CustomerKey> key;  // for what is sent as data
  std::optional<Time> sent;        // all of that
  std::string company_name(const Handover& handover) const {
    const auto company = shop.party.partners.by_id(handover.partner);
    return company ? company->name : handover.partner;
  }
};

// The request that waits for its answer, to be posted once more.
void set_request(render::Data& data, const Shown& shown, const Handover& handover) {
  const auto company = shown.shop.party.partners.by_id(handover.partner);
  data.set("waits", true);
  data.set("waits_number", handover.number);
  data.set("document", handover.request_document);
  data.set("company_url", company ? company->page : "");
  data.set("refresh", true);
}

void set_payment(render::Data& data, const Shown& shown) {
  const Handover* payment = shown.purchase.payment();
  set_state(data, pay_states, payment, shown.now);
  data.set("at_door", payment == nullptr);
  data.set("cancelled", shown.purchase.cancelled);
  if (payment == nullptr) return;
  data.set("by_card", true);
  data.set("company_name", shown.company_name(*payment));
  if (payment->reply) data.set("receipt", payment->reply->name);
  if (payment->state == State::pending && !seems_expired(*payment, shown.now)) set_request(data, shown, *payment);
}

void set_delivery(render::Data& data, const Shown& shown) {
  const Handover* delivery = shown.purchase.delivery();
  if (shown.purchase.cancelled && delivery != nullptr && delivery->state != State::ok) return;
  set_state(data, ship_states, delivery, shown.now);
  if (delivery != nullptr) {
    data.set("ship_any", true);
    data.set("ship_returned", delivery->returned);
    data.set("carrier_name", shown.company_name(*delivery));
    data.set("parcels", parcels_text(shown.shop, delivery->parcels, shown.language));
    data.set("service", service_text(shown.shop, delivery->service, shown.language));
    if (delivery->reply) data.set("shipping", delivery->reply->name);
    if (delivery->state == State::pending && !seems_expired(*delivery, shown.now)) set_request(data, shown, *delivery);
  }
  if (!may_ship(shown.purchase)) return;
  const auto goods = kept_goods(shown.shop.purchase_secret, shown.code, shown.purchase.kept_goods);
  render::Data list{render::Data::type::list};
  if (goods) {
    const bool collects = shown.purchase.payment() == nullptr;
    for (const Carrier& one : carriers(shown.shop, *goods)) {
      list.push_back(carrier_data(shown.shop, one, collects, shown.language));
    }
  }
  data.set("choose", !list.is_empty_list());
  data.set("choose_first", !list.is_empty_list() && delivery == nullptr);
  data.set("choose_again", !list.is_empty_list() && delivery != nullptr);
  data.set("no_carriers", list.is_empty_list() && delivery == nullptr);
  data.set("carriers", list);
}

const char* track_key(protocol::ParcelState state) {
  switch (state) {
    case protocol::ParcelState::received:
      return "text.track-received";
    case protocol::ParcelState::dispatched:
      return "text.track-dispatched";
    case protocol::ParcelState::failed:
      return "text.track-failed";
    case protocol::ParcelState::returned:
      return "text.track-returned";
    case protocol::ParcelState::collected:
      return "text.track-collected";
    case protocol::ParcelState::delivered:
      break;
  }
  return "text.step-delivered";
}

bool all_delivered(const Shown& shown) {
  const Handover* delivery = shown.purchase.delivery();
  const auto delivered = std::count_if(shown.tracked.begin(), shown.tracked.end(), [](const store::Tracked& each) {
    return each.state == protocol::ParcelState::delivered;
  });
  return delivery != nullptr && delivered == static_cast<std::ptrdiff_t>(delivery->parcels.size());
}

// The states that the purchase passes, without a name or a place in any of them.
render::Data steps(const Shown& shown) {
  const Purchase& purchase = shown.purchase;
  const std::size_t parcels = purchase.delivery() != nullptr ? purchase.delivery()->parcels.size() : 0;
  render::Data list{render::Data::type::list};
  const auto add = [&](const char* key, bool done, std::optional<Time> when, std::int64_t parcel = 0) {
    if (purchase.cancelled && !done) return;
    render::Data step;
    step.set("text", shown.shop.party.pages.word(key, shown.language));
    if (parcel > 0) step.set("parcel", std::to_string(parcel) + " / " + std::to_string(parcels));
    step.set("done", done);
    step.set("since", when ? time_text(*when) : std::string());
    list.push_back(step);
  };
  add("text.step-ordered", true, purchase.created);
  if (const Handover* payment = purchase.payment()) {
    add("text.step-paid", payment->state == State::ok, payment->answered);
  }
  if (purchase.digital) add("text.step-sent", shown.sent.has_value(), shown.sent);
  if (purchase.physical) {
    const Handover* delivery = purchase.delivery();
    const bool accepted = delivery != nullptr && delivery->state == State::ok;
    add("text.step-accepted", accepted, accepted ? delivery->answered : std::nullopt);
    for (const store::Tracked& each : shown.tracked) {
      add(track_key(each.state), true, each.at, parcels > 1 ? each.n : 0);
    }
    if (!all_delivered(shown)) add("text.step-delivered", false, std::nullopt);
  }
  if (purchase.cancelled) add("text.step-cancelled", true, std::nullopt);
  return list;
}

// Shown while the purchase may still be paid, and once it is.
void set_key(render::Data& data, const Shown& shown) {
  const Purchase& purchase = shown.purchase;
  const bool lost = purchase.state == State::no || purchase.state == State::ng;
  if (!shown.key || lost) return;
  render::Data key;
  key.set("recipient", shown.key->recipient);
  if (!shown.key->secret.empty()) key.set("secret", shown.key->secret);
  key.set("key_url", "/purchase/" + shown.code + "/key");
  key.set("open_url", "/open#" + shown.key->recipient);
  data.set("key", std::move(key));
}

render::Data purchase_data(const Shown& shown) {
  const Purchase& purchase = shown.purchase;
  render::Data data;
  data.set("number", purchase.number);
  data.set("total", format(purchase.total));
  data.set("when", time_text(purchase.created));
  data.set("bought", purchase.state == State::ok);
  set_payment(data, shown);
  set_delivery(data, shown);
  data.set("steps", steps(shown));
  set_key(data, shown);
  const std::string page = "/purchase/" + shown.code;
  data.set("code_url", shown.shop.party.config.origin + page);
  data.set("deliver_url", page + "/deliver");
  data.set("events_url", page + "/events");
  return data;
}

}  // namespace

Task<http::Response> show_purchase(Shop& shop, const http::Request& request) {
  const std::string code = request.captures.at(0);
  const std::string hash = code_hash(shop.purchase_secret, code);
  const auto purchase =
      co_await shop.party.database.read([&](sql::Connection& c) { return store::purchase_by_code(c, hash); });
  if (!purchase) {
    co_return exchange::problem_response(shop.party, request, {404, "purchase-unknown", "No purchase has this code."});
  }
  const Visit visit = co_await read_visit_for_page(shop, request);
  std::vector<store::Tracked> tracked;
  if (const Handover* delivery = purchase->delivery(); delivery != nullptr && delivery->state == State::ok) {
    tracked =
        co_await shop.party.database.read([&](sql::Connection& c) { return store::tracking_of(c, delivery->number); });
  }
  Shown shown{shop, *purchase, tracked, code, exchange::language(request), shop.party.clock.now(), {}, {}};
  if (purchase->digital) {
    const std::string kept =
        co_await shop.party.database.read([&](sql::Connection& c) { return store::kept_key(c, purchase->number); });
    shown.key = kept_key(shop.purchase_secret, code, kept);
    shown.sent =
        co_await shop.party.database.read([&](sql::Connection& c) { return store::all_accepted(c, purchase->number); });
  }
  render::Data data = purchase_data(shown);
  // Said when the outcome is new to this browser.
  if (visit.changed && purchase->state != State::pending) {
    data.set("return_hint", shop.party.pages.word("text.return-hint", shown.language));
  }
  const auto query = http::Form::parse(request.query);
  auto response = query && query->has("fragment")
                      ? exchange::fragment(shop.party, request, "_purchase", data)
                      : shop_page(shop, request, "purchase", "purchase.title", std::move(data));
  for (const Handover& handover : purchase->handovers) {
    const auto company = shop.party.partners.by_id(handover.partner);
    if (company && handover.state == State::pending) response.form_targets.push_back(origin_of(company->page));
  }
  write_visit(shop, visit, response);
  co_return response;
}

}  // namespace sealcart::mall
