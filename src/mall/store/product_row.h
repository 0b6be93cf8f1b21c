// The columns of a Product, and its writing. For the statements of this folder.
#pragma once

#include "core/world.h"
#include "mall/store/catalogue.h"

#define PRODUCT_COLUMNS                                                                                              \
  "sku, name_en, name_ja, description_en, description_ja, price, currency, kind, stock, picture, position, active, " \
  "length_mm, width_mm, height_mm, weight_g"

namespace sealcart::mall::store {

inline constexpr std::size_t product_columns = 16;
Product read_product(const sql::Rows& rows, std::size_t row);  // its columns are the first

// Add or replace by sku and by name. The caller has raised the version.
void save_product(sql::Connection& connection, const Product& product, Time now);
void save_picture(sql::Connection& connection, const Picture& picture);

// What a serving process sees of the catalogue, its pictures and texts is read again. First in its transaction: the
// row's lock keeps two of them apart.
void raise_version(sql::Connection& connection);

}  // namespace sealcart::mall::store
