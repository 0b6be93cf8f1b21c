#include "mall/rules/shelf.h"

#include <cassert>

namespace sealcart::mall {
namespace {

std::int64_t pieces_of(const Pieces& pieces, std::string_view sku) {
  const auto at = pieces.find(sku);
  return at == pieces.end() ? 0 : at->second;
}

void subtract(Pieces& from, const Pieces& pieces) {
  for (const auto& [sku, count] : pieces) {
    const auto at = from.find(sku);
    assert(at != from.end() && at->second >= count);
    at->second -= count;
    if (at->second == 0) from.erase(at);
  }
}

}  // namespace

std::optional<std::string> Shelf::hold(const std::string& number, const std::vector<Line>& lines, Time until) {
  assert(!holds_.contains(number));
  Pieces wanted;
  for (const Line& line : lines) {
    const Product& product = *line.product;
    if (!product.stock) continue;
    if (*product.stock - pieces_of(held_, product.sku) - pieces_of(sold_, product.sku) < line.quantity)
      return product.sku;
    wanted.emplace(product.sku, line.quantity);
  }
  if (wanted.empty()) return std::nullopt;
  for (const auto& [sku, count] : wanted) held_[sku] += count;
  holds_.emplace(number, Hold{std::move(wanted), until});
  order_.emplace_back(until, number);
  return std::nullopt;
}

void Shelf::sold(const std::string& number) {
  const auto at = holds_.find(number);
  if (at == holds_.end()) return;
  for (const auto& [sku, count] : at->second.pieces) sold_[sku] += count;
  release(number);
}

void Shelf::release(const std::string& number) {
  const auto at = holds_.find(number);
  if (at == holds_.end()) return;
  subtract(held_, at->second.pieces);
  holds_.erase(at);
}

std::vector<std::string> Shelf::due(Time now, std::size_t most) {
  const auto stands = [&](const std::pair<Time, std::string>& entry) {
    const auto at = holds_.find(entry.second);
    return at != holds_.end() && at->second.until == entry.first;
  };
  while (!order_.empty() && !stands(order_.front())) order_.pop_front();
  std::vector<std::string> numbers;
  for (const auto& entry : order_) {
    if (entry.first > now || numbers.size() == most) break;
    if (stands(entry)) numbers.push_back(entry.second);
  }
  return numbers;
}

void Shelf::written(const Pieces& pieces) { subtract(sold_, pieces); }

}  // namespace sealcart::mall
