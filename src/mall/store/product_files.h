// Which file each digital product is. The bytes lie in a folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct ProductFile {
  std::string sku;
  std::string name;  // what the operator's file was called
  std::string file;  // what it is called in the folder
  std::int64_t size = 0;
  std::string hash;  // base64url SHA-256
  Time changed;
};

// In order of sku.
std::vector<ProductFile> product_files(sql::Connection& connection);
std::optional<ProductFile> product_file(sql::Connection& connection, std::string_view sku);
// Adds or replaces. The name in the folder of the file that it takes the place of; empty when there was none.
std::string set_product_file(sql::Connection& connection, const ProductFile& file);
// Whether the catalogue has such a product, and of digital kind.
bool is_digital_product(sql::Connection& connection, std::string_view sku);

}  // namespace sealcart::mall::store
