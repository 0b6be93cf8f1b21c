// GET /picture/:name
#include "mall/store/catalogue.h"
#include "mall/web/endpoints.h"

namespace sealcart::mall {

Task<http::Response> send_picture(Shop& shop, const http::Request& request) {
  const std::string name = request.captures.at(0);
  const auto front = shop.storefront.now();
  const auto hash = front->picture_hashes.find(name);
  if (hash == front->picture_hashes.end()) {
    co_return exchange::problem_response(shop.party, request, {404, "not-found", "There is no such picture."});
  }
  http::Response response;
  // An address with the hash that it is asked by never shows another picture.
  const bool current = request.query == "v=" + hash->second;
  response.headers = {{"Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"ETag", "\"" + hash->second + "\""}};
  if (request.header("if-none-match") == "\"" + hash->second + "\"") {
    response.status = 304;
    co_return response;
  }
  auto picture = front->kept_picture(name);
  if (!picture) {
    auto read = co_await shop.party.database.read([&](sql::Connection& c) { return store::picture(c, name); });
    if (!read)
      co_return exchange::problem_response(shop.party, request, {404, "not-found", "There is no such picture."});
    picture = Front::Picture{read->type, std::make_shared<const std::string>(std::move(read->bytes))};
    front->keep_picture(name, *picture);
  }
  response.content_type = picture->type;
  response.shared_body = picture->bytes;
  co_return response;
}

}  // namespace sealcart::mall
