// POST /handover : the customer's OK becomes a purchase and a signed request to the company chosen (seed S311–S313,
// S809–S811, S1211–S1213, S1509, S1510).
#include <spdlog/logger.h>

#include "core/id.h"
#include "mall/rules/offer.h"
#include "mall/web/carriers.h"
#include "mall/web/confirm.h"
#include "mall/web/endpoints.h"
#include "mall/web/kept_goods.h"
#include "mall/web/kept_key.h"
#include "mall/web/make_handover.h"
#include "mall/web/purchase_code.h"
#include "parcel/make_key.h"
#include "parcel/recipient.h"

namespace sealcart::mall {
namespace {

struct Parsed {
  std::string company;
  std::string service;    // of a shipping company
  std::string recipient;  // the key that the customer's browser made for what is sent as data; empty without scripts
  bool ok = false;
  std::optional<Offer> offer;  // when ok
};

Expected<Parsed> parse(const Shop& shop, const http::Request& request) {
  const auto form = exchange::own_form(shop.party, request);
  if (!form) return tl::unexpected(form.error());
  Parsed parsed{.company = std::string(form->get("company")),
                .service = std::string(form->get("service")),
                .recipient = std::string(form->get("recipient")),
                .ok = form->get("decision") == "ok",
                .offer = std::nullopt};
  if (!parsed.ok) return parsed;
  if (!parsed.recipient.empty() && !parcel::is_recipient(parsed.recipient)) {
    return problem(400, "key-malformed", "The recipient is none of the form age1….");
  }
  const auto plain = shop.offer_secret.decrypt_text(form->get("offer"), "offer");
  if (plain) parsed.offer = decode_offer(*plain);
  if (!parsed.offer) return problem(400, "offer-malformed", "The offer is not one that this mall made.");
  return parsed;
}

bool sends_data(const Bill& bill, const exchange::Partner& company) {
  return company.role == name(Role::credit) && parcel_goods(bill).lines.size() < bill.lines.size();
}

// The browser's key; where it made none, one made here.
CustomerKey key_of_customer(const std::string& recipient) {
  if (!recipient.empty()) return {recipient, {}};
  parcel::Key made = parcel::make_key();
  return {std::move(made.recipient), std::move(made.secret)};
}

// The first hand-over of the basket, to a credit company or, for cash on delivery, to a shipping company.
Expected<Handover> first_handover(const Shop& shop, const Bill& bill, const exchange::Partner& company,
                                  const std::string& service, const std::string& recipient, Time now) {
  const Goods parcel = parcel_goods(bill);
  if (company.role == name(Role::credit)) {
    // A parcel of data follows as soon as anything in the basket is data, whatever else goes by parcel.
    const auto kind = sends_data(bill, company) ? protocol::GoodsKind::digital : protocol::GoodsKind::physical;
    Goods goods = goods_of(bill);
    goods.recipient = recipient;
    return make_payment(shop, goods, bill.total, kind, company, now);
  }
  const Carrier chosen = carrier(shop, company.id, parcel).value();
  if (!chosen.terms.has_service(service)) return problem(400, "service-unknown", "This company has no such service.");
  return make_delivery(shop, parcel, {*chosen.parcels, service, bill.total}, company, now);
}

store::NewPurchase make_purchase(const Shop& shop, const Bill& bill, Handover handover, const std::string& code) {
  const Goods parcel = parcel_goods(bill);
  Purchase purchase{.number = handover.number, .total = bill.total, .created = handover.created};
  purchase.physical = !parcel.lines.empty();
  purchase.digital = parcel.lines.size() < bill.lines.size();
  if (purchase.physical) purchase.kept_goods = keep_goods(shop.purchase_secret, code, parcel);
  purchase.handovers.push_back(std::move(handover));
  return {.purchase = std::move(purchase),
          .code_hash = code_hash(shop.purchase_secret, code),
          .offer_hash = {},
          .kept_key = {}};
}

// Writes the rows. True when this call made the purchase, false when the same offer had become one before.
Task<bool> commit(Shop& shop, store::NewPurchase& made) {
  const std::string& number = made.purchase.number;
  bool kept = false;
  try {
    co_await shop.hand_overs.submit(made);
    kept = made.inserted;
  } catch (...) {
    shop.stockroom.settled(number, State::pending);
    throw;
  }
  if (!kept) shop.stockroom.settled(number, State::pending);
  co_return kept;
}

}  // namespace

Task<http::Response> hand_over(Shop& shop, const http::Request& request) {
  const exchange::Party& party = shop.party;
  const auto refuse = [&](Problem problem) { return exchange::problem_response(party, request, problem); };
  const auto parsed = parse(shop, request);
  if (!parsed) co_return refuse(parsed.error());
  if (!parsed->ok) co_return http::Response::redirect("/");
  const Offer& offer = *parsed->offer;

  // The same offer again gets the same answer, whatever became of the basket since.
  const std::string code = purchase_code(shop.purchase_secret, offer.id);
  const std::string taken_hash = offer_hash(shop.purchase_secret, offer.id);
  const std::string page = "/purchase/" + code;
  const bool taken =
      co_await party.database.read([&](sql::Connection& c) { return store::offer_taken(c, taken_hash); });
  if (taken) co_return http::Response::redirect(page);
  Visit visit = co_await read_visit_for_page(shop, request);
  const auto billed = bill(visit.basket, visit.front->catalogue);
  if (!billed) co_return refuse(billed.error());
  const auto company = party.partners.by_id(parsed->company);
  const auto not_so = not_through(shop, *billed, company.get());

  const Time now = party.clock.now();
  const std::string digest = items_digest(visit.basket);
  const bool known = company != nullptr && !(not_so && not_so->status == 404);
  switch (decide(offer, {parsed->company, known, billed->lines.empty(), digest, billed->total, now})) {
    case HandOver::expired:
      co_return refuse({410, "offer-expired", "The offer was for thirty minutes."});
    case HandOver::company_unknown:
      co_return refuse({404, "company-unknown", "No company is so named."});
    case HandOver::basket_empty:
      co_return http::Response::redirect("/");
    case HandOver::changed: {
      if (not_so) co_return refuse(*not_so);
      auto response = draw_confirmation(shop, request, visit, *billed, *company, true);
      write_visit(shop, visit, response);
      co_return response;
    }
    case HandOver::go:
      break;
  }
  if (not_so) co_return refuse(*not_so);

  CustomerKey key;
  if (sends_data(*billed, *company)) key = key_of_customer(parsed->recipient);
  auto handover = first_handover(shop, *billed, *company, parsed->service, key.recipient, now);
  if (!handover) co_return refuse(handover.error());
  const Time until = handover->expires + 60;
  if (shop.stockroom.hold(handover->number, billed->lines, until)) {
    co_return refuse({409, "sold-out", "Something in the basket has been sold meanwhile."});
  }
  store::NewPurchase made = make_purchase(shop, *billed, std::move(*handover), code);
  made.offer_hash = taken_hash;
  if (!key.recipient.empty()) made.kept_key = keep_key(shop.purchase_secret, code, key);
  auto response = http::Response::redirect(page);
  const bool inserted = co_await commit(shop, made);
  if (inserted) {
    party.log.info("purchase {} handed over", made.purchase.number);
    handed_over(visit.basket, made.purchase.number, code);
    visit.changed = true;
    write_visit(shop, visit, response);
  }
  co_return response;
}

}  // namespace sealcart::mall
