// One visitor's basket during one request: out of the cookie, and back into it. Nothing else about the visitor is known
// or kept.
#pragma once

#include <memory>

#include "http/message.h"
#include "mall/rules/basket.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

struct Visit {
  std::shared_ptr<const Front> front;  // the catalogue for the whole of the request
  Basket basket;
  bool had_cookie = false;
  bool changed = false;  // set by whoever changes the basket
};

// The basket of the request, without what is no longer sold. A cookie that is not ours counts as none.
Visit read_visit(const Shop& shop, const http::Request& request);

// The same for a page that is drawn now: purchases whose outcome is known are dropped, and what was bought is taken
// out.
Task<Visit> read_visit_for_page(const Shop& shop, const http::Request& request);

// Sends the basket back when it changed, encrypted with a fresh nonce; deletes the cookie when there is nothing in it.
void write_visit(const Shop& shop, const Visit& visit, http::Response& response);

}  // namespace sealcart::mall
