// POST /handover : the customer's OK becomes a purchase and a signed payment request (seed S311–S313, S809–S811).
#include <boost/json.hpp>
#include <cassert>

#include "core/id.h"
#include "mall/rules/offer.h"
#include "mall/web/confirm.h"
#include "mall/web/endpoints.h"
#include "mall/web/own_form.h"
#include "mall/web/purchase_code.h"
#include "seal/box.h"

namespace sealcart::mall {
namespace {

namespace json = boost::json;

struct Parsed {
  std::string company;
  bool ok = false;
  std::optional<Offer> offer;  // when ok
};

Expected<Parsed> parse(const Shop& shop, const http::Request& request) {
  const auto form = own_form(shop.party, request);
  if (!form) return tl::unexpected(form.error());
  Parsed parsed{.company = std::string(form->get("company")), .ok = form->get("decision") == "ok"};
  if (!parsed.ok) return parsed;
  const auto plain = shop.offer_secret.decrypt_text(form->get("offer"), "offer");
  if (plain) parsed.offer = decode_offer(*plain);
  if (!parsed.offer) return problem(400, "offer-malformed", "The offer is not one that this mall made.");
  return parsed;
}

std::string goods_text(const Bill& bill, bool with_names) {
  json::array items;
  for (const Line& line : bill.lines) {
    json::object item{{"sku", line.product->sku}};
    if (with_names) item.emplace("name", line.product->name_en);
    item.emplace("quantity", line.quantity);
    item.emplace("price", line.product->price.minor);
    items.push_back(std::move(item));
  }
  const std::string currency(bill.total.currency.code());
  return json::serialize(json::object{{"items", std::move(items)}, {"currency", currency}});
}

// One box for the whole basket. A basket whose names are too long for the largest box is sealed without them: the desk
// has them.
std::string seal_goods(const Shop& shop, const Bill& bill, const std::string& number) {
  const seal::SealingKey key = shop.party.keys.sealing_key();
  auto sealed = seal::seal(seal::Subject::goods, number, goods_text(bill, true), key);
  if (!sealed) sealed = seal::seal(seal::Subject::goods, number, goods_text(bill, false), key);
  assert(sealed.has_value());
  return std::move(*sealed);
}

// A parcel of data follows as soon as anything in the basket is data, whatever else goes by parcel.
protocol::GoodsKind kind_of(const Bill& bill) {
  for (const Line& line : bill.lines) {
    if (line.product->kind == protocol::GoodsKind::digital) return protocol::GoodsKind::digital;
  }
  return protocol::GoodsKind::physical;
}

store::NewPurchase make_purchase(const Shop& shop, const Bill& bill, const exchange::Partner& company,
                                 std::string number, Time now) {
  const exchange::Party& party = shop.party;
  Purchase purchase{.number = std::move(number), .disclosure = party.config.disclosure, .amount = bill.total};
  purchase.sealed_goods = seal_goods(shop, bill, purchase.number);
  purchase.kind = kind_of(bill);
  purchase.partner = company.id;
  purchase.created = now;
  purchase.expires = now + shop.settings.request_seconds;
  const protocol::PaymentRequest asked{
      .envelope = {party.config.origin, company.origin, random_id(party.random), now, purchase.expires},
      .purchase = purchase_field(purchase),
      .amount = purchase.amount,
      .goods = goods_field(purchase),
      .kind = purchase.kind};
  purchase.request_document = protocol::encode(asked, party.keys.signer(now));
  purchase.request_hash = protocol::document_hash(purchase.request_document);
  std::string hash = store::purchase_hash(asked.purchase);
  return {.purchase = std::move(purchase), .purchase_hash = std::move(hash)};
}

// Holds the goods, writes the row. True when this call made the purchase, false when the same offer had become one
// before.
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
  const auto company = credit_company(shop, parsed->company);

  const Time now = party.clock.now();
  const std::string digest = items_digest(visit.basket);
  switch (decide(offer, {parsed->company, company != nullptr, billed->lines.empty(), digest, billed->total, now})) {
    case HandOver::expired:
      co_return refuse({410, "offer-expired", "The offer was for thirty minutes."});
    case HandOver::company_unknown:
      co_return refuse({404, "company-unknown", "No company is so named."});
    case HandOver::basket_empty:
      co_return http::Response::redirect("/");
    case HandOver::changed: {
      auto response = draw_confirmation(shop, request, visit, *billed, *company, true);
      write_visit(shop, visit, response);
      co_return response;
    }
    case HandOver::go:
      break;
  }

  std::string number = PurchaseNumber::make(party.random, now).text();
  const Time until = now + shop.settings.request_seconds + 60;
  if (shop.stockroom.hold(number, billed->lines, until)) {
    co_return refuse({409, "sold-out", "Something in the basket has been sold meanwhile."});
  }
  store::NewPurchase made = make_purchase(shop, *billed, *company, std::move(number), now);
  made.code_hash = code_hash(shop.purchase_secret, code);
  made.offer_hash = taken_hash;
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
