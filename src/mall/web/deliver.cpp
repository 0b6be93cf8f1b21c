// POST /purchase/:code/deliver : the customer hands the parcel over to a shipping company: after a payment, or to
// another company when one did not take it (seed S1208 to S1213, S1514).
#include <spdlog/logger.h>

#include "mall/store/purchases.h"
#include "mall/web/carriers.h"
#include "mall/web/endpoints.h"
#include "mall/web/kept_goods.h"
#include "mall/web/make_handover.h"
#include "mall/web/purchase_code.h"

namespace sealcart::mall {
namespace {

// Sets the goods of a purchase for cash on delivery aside for as long as the new request runs. False: sold out.
bool hold_on(Shop& shop, const Purchase& purchase, const Goods& goods, Time until) {
  if (purchase.payment() != nullptr) return true;  // they are sold
  std::vector<Line> lines;
  const auto front = shop.storefront.now();
  for (const Goods::Line& line : goods.lines) {
    const Product* product = front->catalogue.find(line.sku);
    if (product != nullptr) lines.push_back({product, line.quantity, product->price});
  }
  return !shop.stockroom.hold_on(purchase.number, lines, until);
}

// False when the same was done meanwhile: the button was pressed twice, and two threads or processes had a press each.
bool write(sql::Connection& connection, const std::string& code_hash, const Handover& made) {
  store::lock_purchase(connection, code_hash);
  const auto purchase = store::purchase_by_code(connection, code_hash);
  if (!purchase || !may_ship(*purchase) || waiting_for(*purchase, made.partner, made.service, made.created)) {
    return false;
  }
  store::insert_handover(connection, made, purchase->number);
  if (made.amount) store::set_pending(connection, purchase->number);
  return true;
}

}  // namespace

Task<http::Response> deliver(Shop& shop, const http::Request& request) {
  const exchange::Party& party = shop.party;
  const auto refuse = [&](Problem problem) { return exchange::problem_response(party, request, problem); };
  const auto form = exchange::own_form(party, request);
  if (!form) co_return refuse(form.error());
  const std::string code = request.captures.at(0);
  const std::string company(form->get("company")), service(form->get("service"));
  const std::string hash = code_hash(shop.purchase_secret, code);
  const auto purchase =
      co_await party.database.read([&](sql::Connection& c) { return store::purchase_by_code(c, hash); });
  if (!purchase) co_return refuse({404, "purchase-unknown", "No purchase has this code."});

  const Time now = party.clock.now();
  const std::string page = "/purchase/" + code;
  // Accepted meanwhile, or not yet paid: the page says so. The same company again: the request that waits serves.
  if (!may_ship(*purchase) || waiting_for(*purchase, company, service, now)) co_return http::Response::redirect(page);
  const auto goods = kept_goods(shop.purchase_secret, code, purchase->kept_goods);
  if (!goods) co_return refuse({409, "goods-forgotten", "The server's secret was changed since this was ordered."});
  const auto chosen = carrier(shop, company, *goods);
  if (!chosen) co_return refuse({404, "company-unknown", "No company is so named."});
  if (!chosen->parcels) co_return refuse({409, "parcel-too-large", "The parcel is too large for this company."});
  if (!chosen->terms.has_service(service)) {
    co_return refuse({400, "service-unknown", "This company has no such service."});
  }
  std::optional<Money> collects;
  if (purchase->payment() == nullptr) collects = purchase->total;
  if (collects && !chosen->terms.cash_on_delivery) {
    co_return refuse({409, "cash-on-delivery", "This company collects no money."});
  }
  const Handover made = make_delivery(shop, *goods, {*chosen->parcels, service, collects}, *chosen->partner, now);
  if (!hold_on(shop, *purchase, *goods, made.expires + 60)) {
    co_return refuse({409, "sold-out", "Something in the parcel has been sold meanwhile."});
  }
  const bool written = co_await party.database.write([&](sql::Connection& c) { return write(c, hash, made); });
  if (written) party.log.info("purchase {} handed over for delivery", purchase->number);
  co_return http::Response::redirect(page);
}

}  // namespace sealcart::mall
