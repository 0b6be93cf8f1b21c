#include "mall/store/catalogue_desk.h"

#include <algorithm>

#include "mall/store/product_row.h"

namespace sealcart::mall::store {
namespace {

// Anywhere in a text, with nothing in it that LIKE would take for a pattern; '!' escapes.
std::string pattern_of(std::string_view words) {
  std::string pattern = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

EditedProduct read(const sql::Rows& rows, std::size_t i) {
  return {read_product(rows, i), {rows.integer(i, product_columns)}};
}

}  // namespace

std::vector<EditedProduct> list_products(sql::Connection& connection, const ProductFilter& filter,
                                         const std::pair<std::int64_t, std::string>& after, std::int64_t most) {
  static const sql::Statement select{
      "SELECT " PRODUCT_COLUMNS
      ", updated FROM product WHERE (position, sku) > ($1, $2) AND ($3 < 0 OR active = $3) AND ($4 = '' OR kind = $4) "
      "AND ($5 < 0 OR stock <= $5) AND ($6 = '%%' OR words LIKE LOWER($6) ESCAPE '!') ORDER BY position, sku LIMIT $7"};
  const std::string pattern = pattern_of(filter.words);
  const std::int64_t active = filter.active ? std::int64_t{*filter.active} : -1;
  const sql::Rows rows = connection.query(
      select, {after.first, after.second, active, filter.kind, filter.low ? low_stock : -1, pattern, most});
  std::vector<EditedProduct> found;
  for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(read(rows, i));
  return found;
}

std::optional<EditedProduct> find_product(sql::Connection& connection, std::string_view sku) {
  static const sql::Statement select{"SELECT " PRODUCT_COLUMNS ", updated FROM product WHERE sku = $1"};
  const sql::Rows rows = connection.query(select, {sku});
  if (rows.empty()) return std::nullopt;
  return read(rows, 0);
}

std::int64_t count_low_stock(sql::Connection& connection) {
  static const sql::Statement count{"SELECT count(*) FROM product WHERE active = 1 AND stock <= $1"};
  return connection.query(count, {low_stock}).integer(0, 0);
}

bool edit_product(sql::Connection& connection, const ProductEdit& edit, Time now) {
  raise_version(connection);
  const auto present = find_product(connection, edit.product.sku);
  if (present.has_value() != edit.seen.has_value()) return false;
  if (!present) {
    save_product(connection, edit.product, now);
    return true;
  }
  if (present->updated != *edit.seen) return false;
  Product product = edit.product;
  if (product.stock == edit.stock_seen) product.stock = present->product.stock;
  save_product(connection, product, std::max(now, present->updated + 1));
  return true;
}

std::vector<PictureInfo> list_pictures(sql::Connection& connection) {
  static const sql::Statement select{
      "SELECT name, type, hash, length(bytes), (SELECT count(*) FROM product WHERE picture = p.name) FROM picture p "
      "ORDER BY name",
      "SELECT name, type, hash, length(bytes)::bigint, (SELECT count(*) FROM product WHERE picture = p.name) FROM "
      "picture p ORDER BY name"};
  const sql::Rows rows = connection.query(select);
  std::vector<PictureInfo> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.integer(i, 3), rows.integer(i, 4)});
  }
  return found;
}

void add_picture(sql::Connection& connection, const Picture& picture) {
  raise_version(connection);
  save_picture(connection, picture);
}

}  // namespace sealcart::mall::store
