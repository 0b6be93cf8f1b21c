#include "mall/web/visit.h"

#include <cassert>

namespace sealcart::mall {
namespace {

constexpr std::string_view cookie_name = "__Host-basket";
constexpr std::string_view context = "basket";
constexpr std::size_t most_cookie_bytes = 3900;  // browsers keep at most 4096 with name and attributes

}  // namespace

Visit read_visit(const Shop& shop, const http::Request& request) {
  Visit visit{.front = shop.storefront.now()};
  const auto cookie = request.cookie(cookie_name);
  if (!cookie) return visit;
  visit.had_cookie = true;
  const auto plain = shop.basket_secret.decrypt_text(*cookie, context);
  auto basket = plain ? decode_basket(*plain) : std::nullopt;
  if (basket) {
    visit.basket = std::move(*basket);
    visit.changed = prune(visit.basket, visit.front->catalogue);
  } else {
    visit.changed = true;
  }
  return visit;
}

Task<Visit> read_visit_for_page(const Shop& shop, const http::Request& request) {
  Visit visit = read_visit(shop, request);
  if (visit.basket.pending.empty()) co_return visit;
  std::vector<std::string> numbers;
  for (const PendingHandOver& entry : visit.basket.pending) numbers.push_back(entry.number);
  const auto purchases =
      co_await shop.party.database.read([&](sql::Connection& c) { return store::progress(c, numbers); });
  if (outcomes_shown(visit.basket, purchases)) visit.changed = true;
  co_return visit;
}

void write_visit(const Shop& shop, const Visit& visit, http::Response& response) {
  if (!visit.changed) return;
  http::SetCookie cookie{.name = std::string(cookie_name)};
  if (visit.basket.empty()) {
    if (!visit.had_cookie) return;
    cookie.max_age_seconds = 0;
  } else {
    cookie.value = shop.basket_secret.encrypt_text(encode(visit.basket), context);
    // The limits of a basket keep it below; basket_test.cpp proves it.
    assert(cookie.value.size() < most_cookie_bytes);
  }
  set_cookie(response, cookie);
}

}  // namespace sealcart::mall
