// POST /purchase/:code/key : the customer has kept the key that was shown: its secret half is forgotten here. And
// GET /open : opens parcels of data, in the browser (seed S325).
#include "mall/store/kept_keys.h"
#include "mall/web/endpoints.h"
#include "mall/web/kept_key.h"
#include "mall/web/purchase_code.h"

namespace sealcart::mall {

Task<http::Response> forget_key(Shop& shop, const http::Request& request) {
  const exchange::Party& party = shop.party;
  const auto form = exchange::own_form(party, request);
  if (!form) co_return exchange::problem_response(party, request, form.error());
  const std::string code = request.captures.at(0);
  const std::string hash = code_hash(shop.purchase_secret, code);
  const auto purchase =
      co_await party.database.read([&](sql::Connection& c) { return store::purchase_by_code(c, hash); });
  if (!purchase) {
    co_return exchange::problem_response(party, request, {404, "purchase-unknown", "No purchase has this code."});
  }
  const std::string kept =
      co_await party.database.read([&](sql::Connection& c) { return store::kept_key(c, purchase->number); });
  const auto key = kept_key(shop.purchase_secret, code, kept);
  if (key && !key->secret.empty()) {
    const std::string public_half = keep_key(shop.purchase_secret, code, {key->recipient, {}});
    co_await party.database.write([&](sql::Connection& c) { store::keep_key(c, purchase->number, public_half); });
  }
  co_return http::Response::redirect("/purchase/" + code);
}

Task<http::Response> show_open(Shop& shop, const http::Request& request) {
  co_return exchange::page(shop.party, request, "open", "open.title", {});
}

}  // namespace sealcart::mall
