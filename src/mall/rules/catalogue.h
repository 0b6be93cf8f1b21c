// What the mall sells (seed S303): products in their order, found by stock-keeping unit or by words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/money.h"
#include "mall/rules/packing.h"
#include "protocol/payment_request.h"

namespace sealcart::mall {

struct Product {
  std::string sku;  // see is_sku
  std::string name_en, name_ja;
  std::string description_en, description_ja;
  Money price;  // of one, including tax; 1 … max_amount
  protocol::GoodsKind kind = protocol::GoodsKind::physical;
  std::optional<std::int64_t> stock;  // pieces; nullopt: unlimited
  std::optional<Size> size;           // of one, as it is packed; nullopt: goes by no parcel, or not measured
  std::string picture;                // name of a picture; empty: none
  std::int64_t position = 0;          // order in the catalogue
  bool active = true;

  // The Japanese texts fall back to the English ones.
  const std::string& name(bool japanese) const { return japanese && !name_ja.empty() ? name_ja : name_en; }
  const std::string& description(bool japanese) const {
    return japanese && !description_ja.empty() ? description_ja : description_en;
  }
  friend bool operator==(const Product&, const Product&) = default;
};

// 1 … 40 letters, digits, '.', '_' or '-': short enough that a full basket fits in a cookie, and safe in a form's field
// name.
inline constexpr std::size_t max_sku = 40;
bool is_sku(std::string_view text);

// One version of the active products; never changed once made, so that threads share it.
class Catalogue {
 public:
  // `products` in the order in which they are shown; inactive ones are left out.
  Catalogue(std::int64_t version, std::vector<Product> products);

  std::int64_t version() const { return version_; }
  const std::vector<Product>& products() const { return products_; }
  const Product* find(std::string_view sku) const;  // nullptr when not sold
  // The currency in which an empty basket's total is shown: that of the first product, JPY without one.
  Currency currency() const;
  // Products whose name and description, in that language, hold every one of the words. All of them when there is no
  // word.
  std::vector<const Product*> search(std::string_view words, bool japanese) const;

 private:
  struct Folded {
    std::string en, ja;
  };
  std::int64_t version_;
  std::vector<Product> products_;
  std::vector<Folded> folded_;                                // beside products_
  std::unordered_map<std::string_view, std::size_t> by_sku_;  // views into products_
};

}  // namespace sealcart::mall
