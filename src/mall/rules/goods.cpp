#include "mall/rules/goods.h"

#include <boost/json.hpp>

namespace sealcart::mall {
namespace {

namespace json = boost::json;

Goods take(const Bill& bill, bool parcels_only) {
  Goods goods{{}, bill.total.currency, {}};
  for (const Line& line : bill.lines) {
    const Product& product = *line.product;
    const bool digital = product.kind != protocol::GoodsKind::physical;
    if (parcels_only && digital) continue;
    goods.lines.push_back({product.sku, product.name_en, line.quantity, product.price.minor, product.size, digital});
  }
  return goods;
}

json::object item(const Goods::Line& line) {
  json::object object{{"sku", line.sku}};
  if (!line.name.empty()) object.emplace("name", line.name);
  object.emplace("quantity", line.quantity);
  object.emplace("price", line.price);
  if (line.digital) object.emplace("digital", true);
  return object;
}

std::string text(json::array items, const Goods& goods) {
  const std::string code(goods.currency.code());
  json::object object{{"items", std::move(items)}, {"currency", code}};
  if (!goods.recipient.empty()) object.emplace("recipient", goods.recipient);
  return json::serialize(object);
}

std::optional<Size> read_size(const json::value& value) {
  if (!value.is_array() || value.get_array().size() != 4) return std::nullopt;
  for (const json::value& number : value.get_array()) {
    if (!number.is_int64()) return std::nullopt;
  }
  const json::array& numbers = value.get_array();
  const Size size{numbers[0].get_int64(), numbers[1].get_int64(), numbers[2].get_int64(), numbers[3].get_int64()};
  return is_size(size) ? std::optional(size) : std::nullopt;
}

std::optional<Goods::Line> read_line(const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  const json::value *sku = object.if_contains("sku"), *name = object.if_contains("name"),
                    *quantity = object.if_contains("quantity"), *price = object.if_contains("price"),
                    *size = object.if_contains("size"), *digital = object.if_contains("digital");
  if (sku == nullptr || !sku->is_string() || (name != nullptr && !name->is_string())) return std::nullopt;
  if (quantity == nullptr || !quantity->is_int64() || price == nullptr || !price->is_int64()) return std::nullopt;
  if (quantity->get_int64() < 1 || quantity->get_int64() > max_quantity) return std::nullopt;
  Goods::Line line{
      std::string(sku->get_string()), {}, static_cast<int>(quantity->get_int64()), price->get_int64(), {}, false};
  if (name != nullptr) line.name = std::string(name->get_string());
  if (digital != nullptr) {
    if (!digital->is_bool()) return std::nullopt;
    line.digital = digital->get_bool();
  }
  if (size != nullptr) {
    line.size = read_size(*size);
    if (!line.size) return std::nullopt;
  }
  return line;
}

}  // namespace

Goods goods_of(const Bill& bill) { return take(bill, false); }
Goods parcel_goods(const Bill& bill) { return take(bill, true); }

Goods nameless(Goods goods) {
  for (Goods::Line& line : goods.lines) line.name.clear();
  return goods;
}

std::string sealed_contents(const Goods& goods) {
  json::array items;
  for (const Goods::Line& line : goods.lines) items.push_back(item(line));
  return text(std::move(items), goods);
}

std::string encode(const Goods& goods) {
  json::array items;
  for (const Goods::Line& line : goods.lines) {
    json::object object = item(line);
    if (line.size) {
      const Size& size = *line.size;
      object.emplace("size", json::array{size.length_mm, size.width_mm, size.height_mm, size.weight_g});
    }
    items.push_back(std::move(object));
  }
  return text(std::move(items), goods);
}

std::optional<Goods> decode_goods(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  const json::value *items = value.get_object().if_contains("items"),
                    *code = value.get_object().if_contains("currency");
  if (items == nullptr || !items->is_array() || code == nullptr || !code->is_string()) return std::nullopt;
  const auto currency = Currency::parse(std::string_view(code->get_string()));
  if (!currency || items->get_array().empty() || items->get_array().size() > max_lines) return std::nullopt;
  Goods goods{{}, *currency, {}};
  if (const json::value* recipient = value.get_object().if_contains("recipient")) {
    if (!recipient->is_string()) return std::nullopt;
    goods.recipient = std::string(recipient->get_string());
  }
  for (const json::value& entry : items->get_array()) {
    auto line = read_line(entry);
    if (!line) return std::nullopt;
    goods.lines.push_back(std::move(*line));
  }
  return goods;
}

Goods digital_goods(const Goods& goods) {
  Goods digital{{}, goods.currency, goods.recipient};
  for (const Goods::Line& line : goods.lines) {
    if (line.digital) digital.lines.push_back(line);
  }
  return digital;
}

Money sum(const Goods& goods) {
  Money total{0, goods.currency};
  for (const Goods::Line& line : goods.lines) total.minor += line.price * line.quantity;
  return total;
}

std::optional<std::vector<Load>> loads(const Goods& goods) {
  std::vector<Load> all;
  for (const Goods::Line& line : goods.lines) {
    if (!line.size) return std::nullopt;
    all.push_back({*line.size, line.quantity});
  }
  return all;
}

}  // namespace sealcart::mall
