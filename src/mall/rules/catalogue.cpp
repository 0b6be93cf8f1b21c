#include "mall/rules/catalogue.h"

#include <algorithm>
#include <cassert>

#include "mall/rules/fold.h"

namespace sealcart::mall {

bool is_sku(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
           c == '-';
  };
  return !text.empty() && text.size() <= max_sku && std::all_of(text.begin(), text.end(), allowed);
}

Catalogue::Catalogue(std::int64_t version, std::vector<Product> products)
    : version_(version), products_(std::move(products)) {
  std::erase_if(products_, [](const Product& product) { return !product.active; });
  folded_.reserve(products_.size());
  for (std::size_t i = 0; i < products_.size(); ++i) {
    const Product& product = products_[i];
    // A line break between the two, so that no word is found across them.
    folded_.push_back({fold(product.name(false) + "\n" + product.description(false)),
                       fold(product.name(true) + "\n" + product.description(true))});
    by_sku_.emplace(product.sku, i);
  }
}

const Product* Catalogue::find(std::string_view sku) const {
  const auto at = by_sku_.find(sku);
  return at == by_sku_.end() ? nullptr : &products_[at->second];
}

Currency Catalogue::currency() const {
  if (!products_.empty()) return products_.front().price.currency;
  const auto yen = Currency::parse("JPY");
  assert(yen);
  return *yen;
}

std::vector<const Product*> Catalogue::search(std::string_view words, bool japanese) const {
  const std::vector<std::string> wanted = folded_words(words);
  std::vector<const Product*> found;
  for (std::size_t i = 0; i < products_.size(); ++i) {
    const std::string& text = japanese ? folded_[i].ja : folded_[i].en;
    const auto holds = [&](const std::string& word) { return text.find(word) != std::string::npos; };
    if (std::all_of(wanted.begin(), wanted.end(), holds)) found.push_back(&products_[i]);
  }
  return found;
}

}  // namespace sealcart::mall
