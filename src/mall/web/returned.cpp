// GET /returned/:number : where the browser lands that carried the result. On to the purchase's own page if this
// browser knows its link, otherwise the bare outcome.
#include "mall/web/endpoints.h"
#include "mall/web/visit.h"

namespace sealcart::mall {

Task<http::Response> show_returned(Shop& shop, const http::Request& request) {
  const std::string number = request.captures.at(0);
  for (const PendingHandOver& entry : read_visit(shop, request).basket.pending) {
    if (entry.number == number) co_return http::Response::redirect("/purchase/" + entry.code);
  }
  const std::vector<std::string> numbers = {number};
  const auto states = co_await shop.party.database.read([&](sql::Connection& c) { return store::states(c, numbers); });
  if (states.empty() || states[0].second == State::pending) {
    co_return exchange::problem_response(shop.party, request,
                                         {404, "purchase-unknown", "No settled purchase has this number."});
  }
  const State state = states[0].second;
  render::Data data;
  data.set("number", number);
  data.set("ok", state == State::ok);
  data.set("no", state == State::no);
  data.set("ng", state == State::ng);
  co_return exchange::page(shop.party, request, "returned", "returned.title", std::move(data));
}

}  // namespace sealcart::mall
