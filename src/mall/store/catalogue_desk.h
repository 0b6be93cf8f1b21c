// The catalogue as operators list and edit it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/world.h"
#include "mall/store/catalogue.h"

namespace sealcart::mall::store {

inline constexpr std::int64_t low_stock = 5;  // pieces, at most

struct ProductFilter {
  std::string words;  // anywhere in the sku or a name
  std::optional<bool> active;
  std::string kind;  // "physical", "digital"; empty: both
  bool low = false;  // at most low_stock pieces
};

struct EditedProduct {
  Product product;
  Time updated;  // another after each edit, also of the same second
};

// In order of position and sku, those behind `after`.
std::vector<EditedProduct> list_products(sql::Connection& connection, const ProductFilter& filter,
                                         const std::pair<std::int64_t, std::string>& after, std::int64_t most);
std::optional<EditedProduct> find_product(sql::Connection& connection, std::string_view sku);
std::int64_t count_low_stock(sql::Connection& connection);  // of active products

struct ProductEdit {
  Product product;
  std::optional<Time> seen;                // the row's `updated` as it was shown; nullopt: a new product
  std::optional<std::int64_t> stock_seen;  // as it was shown: who did not change it keeps what was sold meanwhile
};
// False when the product is not as it was seen (or, for a new one, is there already): then nothing is changed.
bool edit_product(sql::Connection& connection, const ProductEdit& edit, Time now);

struct PictureInfo {
  std::string name, type, hash;
  std::int64_t bytes = 0;
  std::int64_t used = 0;  // by how many products
};
std::vector<PictureInfo> list_pictures(sql::Connection& connection);
// Adds or replaces it by name.
void add_picture(sql::Connection& connection, const Picture& picture);

}  // namespace sealcart::mall::store
