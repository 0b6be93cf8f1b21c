// GET /returned/:number : where the browser lands that carried an answer. On to the purchase's own page if this browser
// knows its link, otherwise the bare outcome.
#include "mall/web/endpoints.h"
#include "mall/web/shop_page.h"
#include "mall/web/visit.h"

namespace sealcart::mall {

Task<http::Response> show_returned(Shop& shop, const http::Request& request) {
  const std::string number = request.captures.at(0);
  const auto found =
      co_await shop.party.database.read([&](sql::Connection& c) { return store::handover_state(c, number); });
  if (!found || found->state == State::pending) {
    co_return exchange::problem_response(shop.party, request,
                                         {404, "purchase-unknown", "No answered purchase has this number."});
  }
  for (const PendingHandOver& entry : read_visit(shop, request).basket.pending) {
    if (entry.number == found->purchase) co_return http::Response::redirect("/purchase/" + entry.code);
  }
  render::Data data;
  data.set("number", found->purchase);
  data.set("shipping", found->role == Role::shipping);
  data.set("payment", found->role == Role::credit);
  data.set("ok", found->state == State::ok);
  data.set("no", found->state == State::no);
  data.set("ng", found->state == State::ng);
  co_return shop_page(shop, request, "returned", "returned.title", std::move(data));
}

}  // namespace sealcart::mall
