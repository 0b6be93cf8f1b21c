#include "mall/store/catalogue.h"

#include <algorithm>

#include "mall/store/product_row.h"
#include "seal/sign.h"

namespace sealcart::mall::store {
void save_product(sql::Connection& connection, const Product& product, Time now) {
  static const sql::Statement upsert{
      "INSERT INTO product (sku, name_en, name_ja, description_en, description_ja, price, currency, kind, stock, "
      "picture, position, active, updated, length_mm, width_mm, height_mm, weight_g, words) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
      "LOWER($1 || ' ' || $2 || ' ' || $3)) "
      "ON CONFLICT (sku) DO UPDATE SET name_en = excluded.name_en, name_ja = excluded.name_ja, "
      "description_en = excluded.description_en, description_ja = excluded.description_ja, price = excluded.price, "
      "currency = excluded.currency, kind = excluded.kind, stock = excluded.stock, picture = excluded.picture, "
      "position = excluded.position, active = excluded.active, updated = excluded.updated, "
      "length_mm = excluded.length_mm, width_mm = excluded.width_mm, height_mm = excluded.height_mm, "
      "weight_g = excluded.weight_g, words = excluded.words"};
  const sql::Param stock = product.stock ? sql::Param(*product.stock) : sql::Param(nullptr);
  const auto of_size = [&](std::int64_t Size::*part) {
    return product.size ? sql::Param((*product.size).*part) : sql::Param(nullptr);
  };
  const sql::Param picture =
      product.picture.empty() ? sql::Param(nullptr) : sql::Param(std::string_view(product.picture));
  connection.execute(upsert,
                     {product.sku, product.name_en, product.name_ja, product.description_en, product.description_ja,
                      product.price.minor, product.price.currency.code(), protocol::name(product.kind), stock, picture,
                      product.position, std::int64_t{product.active ? 1 : 0}, now.seconds, of_size(&Size::length_mm),
                      of_size(&Size::width_mm), of_size(&Size::height_mm), of_size(&Size::weight_g)});
}

void save_picture(sql::Connection& connection, const Picture& picture) {
  static const sql::Statement upsert{
      "INSERT INTO picture (name, type, hash, bytes) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (name) DO UPDATE SET type = excluded.type, hash = excluded.hash, bytes = excluded.bytes"};
  const std::string hash = seal::base64url(seal::sha256(seal::bytes(picture.bytes))).substr(0, 16);
  connection.execute(upsert, {picture.name, picture.type, hash, std::as_bytes(std::span(picture.bytes))});
}

void raise_version(sql::Connection& connection) {
  static const sql::Statement raise{"UPDATE catalogue_version SET version = version + 1 WHERE id = 1"};
  connection.execute(raise);
}

std::int64_t catalogue_version(sql::Connection& connection) {
  static const sql::Statement select{"SELECT version FROM catalogue_version WHERE id = 1"};
  return connection.query(select).integer(0, 0);
}

std::vector<Product> products(sql::Connection& connection) {
  static const sql::Statement select{"SELECT " PRODUCT_COLUMNS " FROM product ORDER BY position, sku"};
  const sql::Rows rows = connection.query(select);
  std::vector<Product> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(read_product(rows, i));
  return found;
}

Product read_product(const sql::Rows& rows, std::size_t i) {
  Product product{.sku = rows.text(i, 0),
                  .name_en = rows.text(i, 1),
                  .name_ja = rows.text(i, 2),
                  .description_en = rows.text(i, 3),
                  .description_ja = rows.text(i, 4),
                  .price = {rows.integer(i, 5), Currency::parse(rows.text(i, 6)).value()},
                  .kind = rows.text(i, 7) == "digital" ? protocol::GoodsKind::digital : protocol::GoodsKind::physical};
  if (!rows.null(i, 8)) product.stock = rows.integer(i, 8);
  if (!rows.null(i, 9)) product.picture = rows.text(i, 9);
  product.position = rows.integer(i, 10);
  product.active = rows.integer(i, 11) != 0;
  if (!rows.null(i, 12)) {
    product.size = Size{rows.integer(i, 12), rows.integer(i, 13), rows.integer(i, 14), rows.integer(i, 15)};
  }
  return product;
}

std::optional<Picture> picture(sql::Connection& connection, std::string_view name) {
  static const sql::Statement select{"SELECT type, bytes FROM picture WHERE name = $1"};
  const sql::Rows rows = connection.query(select, {name});
  if (rows.empty()) return std::nullopt;
  return Picture{std::string(name), rows.text(0, 0), rows.bytes(0, 1)};
}

std::map<std::string, std::string, std::less<>> picture_hashes(sql::Connection& connection) {
  static const sql::Statement select{"SELECT name, hash FROM picture"};
  const sql::Rows rows = connection.query(select);
  std::map<std::string, std::string, std::less<>> hashes;
  for (std::size_t i = 0; i < rows.size(); ++i) hashes.emplace(rows.text(i, 0), rows.text(i, 1));
  return hashes;
}

namespace {

// The file's order is the catalogue's only when the file is the whole catalogue.
void keep_places(sql::Connection& connection, std::span<Product> imported) {
  static const sql::Statement select{"SELECT sku, position FROM product"};
  const sql::Rows rows = connection.query(select);
  std::map<std::string, std::int64_t, std::less<>> places;
  std::int64_t last = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    places.emplace(rows.text(i, 0), rows.integer(i, 1));
    last = std::max(last, rows.integer(i, 1));
  }
  for (Product& product : imported) {
    const auto known = places.find(product.sku);
    product.position = known == places.end() ? last + product.position : known->second;
  }
}

}  // namespace

void import_catalogue(sql::Connection& connection, std::vector<Product> products, std::span<const Picture> pictures,
                      bool replace, Time now) {
  static const sql::Statement retire{"UPDATE product SET active = 0, updated = $1 WHERE active = 1"};
  raise_version(connection);  // first: the row's lock keeps two imports apart
  if (replace) {
    connection.execute(retire, {now.seconds});
  } else {
    keep_places(connection, products);
  }
  for (const Picture& picture : pictures) save_picture(connection, picture);
  for (const Product& product : products) save_product(connection, product, now);
}

}  // namespace sealcart::mall::store
