// The basket (seed S305–S307). It lives in an encrypted cookie of the customer's browser, in no table: what is here is
// the contents of that cookie and the arithmetic on it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/money.h"
#include "core/problem.h"
#include "mall/rules/catalogue.h"
#include "mall/rules/purchase.h"

namespace sealcart::mall {

inline constexpr int max_quantity = 99;
inline constexpr std::size_t max_lines = 50;
inline constexpr std::size_t max_pending = 4;

// A purchase that was handed over from this browser and whose outcome this browser has not been shown: lets a browser
// that comes back from the credit company find its purchase page.
struct PendingHandOver {
  std::string number;
  std::string code;    // PurchaseCode
  std::string digest;  // items_digest when it was handed over
  friend bool operator==(const PendingHandOver&, const PendingHandOver&) = default;
};

struct Basket {
  std::map<std::string, int, std::less<>> items;  // sku to quantity, 1 … max_quantity; at most max_lines
  std::vector<PendingHandOver> pending;           // oldest first, at most max_pending
  bool empty() const { return items.empty() && pending.empty(); }
  friend bool operator==(const Basket&, const Basket&) = default;
};

// The cookie's plain text (JSON). nullopt when it is not what encode gives for a basket within its limits.
std::string encode(const Basket& basket);
std::optional<Basket> decode_basket(std::string_view json);

// Tells two sets of items apart; the order in which they came does not matter.
std::string items_digest(const Basket& basket);

struct Line {
  const Product* product = nullptr;  // of the catalogue that the bill was made from
  int quantity = 0;
  Money sum;
};
struct Bill {
  std::vector<Line> lines;  // in order of sku
  Money total;              // zero of the catalogue's currency when there is no line
};

// Takes out what is no longer sold, and what is no longer sold in the first line's currency. True when something went.
bool prune(Basket& basket, const Catalogue& catalogue);

// Prices are the catalogue's, never the customer's (SPEC section 1, rule 3). `basket` is pruned.
// Problem: 409 basket-amount above max_amount.
Expected<Bill> bill(const Basket& basket, const Catalogue& catalogue);

// The catalogue page was sent: of the products that it showed, `ticked` are wanted and the others not. Quantities of
// what was in the basket before stay. Problems, which leave the basket as it was: 409 basket-full, 409 basket-currency,
// 409 basket-amount.
Expected<void> set_ticks(Basket& basket, std::span<const std::string_view> shown,
                         std::span<const std::string_view> ticked, const Catalogue& catalogue);

// 0 takes the line out. The product is in the basket. Problem: 409 basket-amount, which leaves the basket as it was.
Expected<void> set_quantities(Basket& basket, std::span<const std::pair<std::string, int>> quantities,
                              const Catalogue& catalogue);

// Remembers a purchase that is handed over now; forgets the oldest beyond max_pending.
void handed_over(Basket& basket, std::string number, std::string code);

// The customer is shown a page now: purchases with an outcome are dropped from the pending ones, and items that were
// bought and are still the same are taken out. True when something changed.
bool outcomes_shown(Basket& basket, std::span<const Progress> purchases);

}  // namespace sealcart::mall
