#include "mall/desk/column_hint.h"

namespace sealcart::mall {

std::string_view hint_of(std::string_view column) {
  if (column == "sku") return "hint.sku";
  if (column == "price") return "hint.price";
  if (column == "currency") return "hint.currency";
  if (column == "stock") return "hint.stock";
  if (column == "picture") return "hint.picture";
  if (column == "size" || column == "weight") return "hint.size";
  return "hint.text";
}

}  // namespace sealcart::mall
