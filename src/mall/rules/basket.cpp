#include "mall/rules/basket.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cassert>

#include "core/id.h"
#include "protocol/jws.h"

namespace sealcart::mall {
namespace {

namespace json = boost::json;

constexpr std::size_t digest_length = 16;  // 96 bits: it is only ever compared with another of the same browser

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.get_string().data(), value.get_string().size()) : std::string();
}

bool read_items(const json::object& items, Basket& basket) {
  if (items.size() > max_lines) return false;
  for (const auto& [sku, quantity] : items) {
    const std::string_view key(sku.data(), sku.size());
    if (!is_sku(key) || !quantity.is_int64()) return false;
    if (quantity.get_int64() < 1 || quantity.get_int64() > max_quantity) return false;
    basket.items.emplace(key, static_cast<int>(quantity.get_int64()));
  }
  return true;
}

bool read_pending(const json::array& pending, Basket& basket) {
  if (pending.size() > max_pending) return false;
  for (const json::value& entry : pending) {
    if (!entry.is_array() || entry.get_array().size() != 3) return false;
    const json::array& parts = entry.get_array();
    PendingHandOver read{text_of(parts[0]), text_of(parts[1]), text_of(parts[2])};
    if (!is_id(read.number) || !is_id(read.code) || read.digest.size() != digest_length) return false;
    basket.pending.push_back(std::move(read));
  }
  return true;
}

// The changed basket takes the place of `basket` if it can be billed.
Expected<void> keep_if_billable(Basket& basket, Basket changed, const Catalogue& catalogue) {
  if (auto billed = bill(changed, catalogue); !billed) return tl::unexpected(billed.error());
  basket = std::move(changed);
  return {};
}

}  // namespace

std::string encode(const Basket& basket) {
  json::object items;
  for (const auto& [sku, quantity] : basket.items) items.emplace(sku, quantity);
  json::array pending;
  for (const PendingHandOver& entry : basket.pending) {
    pending.push_back(json::array{entry.number, entry.code, entry.digest});
  }
  return json::serialize(json::object{{"i", std::move(items)}, {"p", std::move(pending)}});
}

std::optional<Basket> decode_basket(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  const json::value* items = value.get_object().if_contains("i");
  const json::value* pending = value.get_object().if_contains("p");
  if (items == nullptr || !items->is_object() || pending == nullptr || !pending->is_array()) return std::nullopt;
  Basket basket;
  if (!read_items(items->get_object(), basket) || !read_pending(pending->get_array(), basket)) return std::nullopt;
  return basket;
}

std::string items_digest(const Basket& basket) {
  std::string text;  // a sku holds no space and no line break
  for (const auto& [sku, quantity] : basket.items) text += sku + " " + std::to_string(quantity) + "\n";
  return protocol::document_hash(text).substr(0, digest_length);
}

bool prune(Basket& basket, const Catalogue& catalogue) {
  std::optional<Currency> currency;
  return std::erase_if(basket.items, [&](const auto& item) {
           const Product* product = catalogue.find(item.first);
           if (product == nullptr) return true;
           if (!currency) currency = product->price.currency;
           return product->price.currency != *currency;
         }) > 0;
}

Expected<Bill> bill(const Basket& basket, const Catalogue& catalogue) {
  Bill made{{}, {0, catalogue.currency()}};
  made.lines.reserve(basket.items.size());
  for (const auto& [sku, quantity] : basket.items) {
    const Product* product = catalogue.find(sku);
    assert(product != nullptr);
    if (made.lines.empty()) made.total.currency = product->price.currency;
    assert(product->price.currency == made.total.currency);
    const auto sum = checked_multiply(product->price.minor, quantity);
    const auto total = sum ? checked_add(made.total.minor, *sum) : std::nullopt;
    if (!sum || !total || *total > max_amount) {
      return problem(409, "basket-amount", "The total is above what one purchase may come to.");
    }
    made.total.minor = *total;
    made.lines.push_back({product, quantity, {*sum, product->price.currency}});
  }
  return made;
}

Expected<void> set_ticks(Basket& basket, std::span<const std::string_view> shown,
                         std::span<const std::string_view> ticked, const Catalogue& catalogue) {
  Basket changed = basket;
  std::vector<const Product*> added;
  for (const std::string_view sku : shown) {
    const Product* product = catalogue.find(sku);
    const auto at = changed.items.find(sku);
    const bool wanted = product != nullptr && std::find(ticked.begin(), ticked.end(), sku) != ticked.end();
    if (!wanted && at != changed.items.end()) changed.items.erase(at);
    if (wanted && at == changed.items.end()) added.push_back(product);
  }
  for (const Product* product : added) changed.items.emplace(product->sku, 1);
  if (changed.items.size() > max_lines) {
    return problem(409, "basket-full", "A basket holds at most 50 different products.");
  }
  for (const auto& [sku, quantity] : changed.items) {
    if (catalogue.find(sku)->price.currency != catalogue.find(changed.items.begin()->first)->price.currency) {
      return problem(409, "basket-currency", "One purchase is in one currency.");
    }
  }
  return keep_if_billable(basket, std::move(changed), catalogue);
}

Expected<void> set_quantities(Basket& basket, std::span<const std::pair<std::string, int>> quantities,
                              const Catalogue& catalogue) {
  Basket changed = basket;
  for (const auto& [sku, quantity] : quantities) {
    assert(quantity >= 0 && quantity <= max_quantity && changed.items.contains(sku));
    if (quantity == 0) {
      changed.items.erase(sku);
    } else {
      changed.items[sku] = quantity;
    }
  }
  return keep_if_billable(basket, std::move(changed), catalogue);
}

void handed_over(Basket& basket, std::string number, std::string code) {
  std::string digest = items_digest(basket);
  std::erase_if(basket.pending, [&](const PendingHandOver& entry) { return entry.number == number; });
  basket.pending.push_back({std::move(number), std::move(code), std::move(digest)});
  if (basket.pending.size() > max_pending) basket.pending.erase(basket.pending.begin());
}

bool outcomes_shown(Basket& basket, std::span<const Progress> purchases) {
  bool bought = false;
  const std::string digest = items_digest(basket);
  const auto is_final = [&](const PendingHandOver& entry) {
    for (const Progress& purchase : purchases) {
      if (purchase.number != entry.number || purchase.state == State::pending) continue;
      if (purchase.state == State::ok && entry.digest == digest) bought = true;
      return true;
    }
    return false;
  };
  const bool dropped = std::erase_if(basket.pending, is_final) > 0;
  if (bought) basket.items.clear();
  return dropped;
}

}  // namespace sealcart::mall
