#include "mall/web/routes.h"

#include <spdlog/logger.h>

#include "exchange/documents.h"
#include "mall/web/endpoints.h"

namespace sealcart::mall {
std::vector<http::Route> routes(Shop& shop) {
  using http::Method;
  std::vector<http::Route> all = exchange::common_routes(shop.party);
  const auto add = [&](Method method, const char* pattern,
                       Task<http::Response> (*endpoint)(Shop&, const http::Request&)) {
    all.push_back(exchange::route(shop, method, pattern, endpoint));
  };
  add(Method::get, "/", show_catalogue);
  add(Method::post, "/basket", tick_products);
  add(Method::get, "/basket", show_basket);
  add(Method::post, "/basket/quantities", change_quantities);
  add(Method::get, "/companies", show_companies);
  add(Method::get, "/confirm/:company", show_confirmation);
  add(Method::post, "/handover", hand_over);
  add(Method::get, "/purchase/:code", show_purchase);
  add(Method::post, "/purchase/:code/deliver", deliver);
  add(Method::post, "/purchase/:code/key", forget_key);
  add(Method::get, "/open", show_open);
  add(Method::get, "/purchase/:code/events", stream_outcome);
  add(Method::post, "/result", receive_result);
  add(Method::get, "/returned/:number", show_returned);
  add(Method::get, "/picture/:name", send_picture);
  add(Method::get, "/notice", show_notice);
  return all;
}

std::vector<http::Route> partner_routes(Shop& shop) {
  std::vector<http::Route> all = exchange::common_routes(shop.party);
  all.push_back(exchange::partner_documents(
      shop.party, [&shop](std::string document, std::shared_ptr<const exchange::Partner> partner) {
        return receive_document(shop, std::move(document), std::move(partner));
      }));
  return all;
}

}  // namespace sealcart::mall
