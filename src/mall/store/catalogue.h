// Rows of products and pictures.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "mall/rules/catalogue.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// Raised with every change of products and pictures.
std::int64_t catalogue_version(sql::Connection& connection);

// In order of position, inactive ones too.
std::vector<Product> products(sql::Connection& connection);

struct Picture {
  std::string name;
  std::string type;  // media type
  std::string bytes;
};
std::optional<Picture> picture(sql::Connection& connection, std::string_view name);
// By name: the beginning of each picture's SHA-256, base64url, which tells its versions apart.
std::map<std::string, std::string, std::less<>> picture_hashes(sql::Connection& connection);

// Adds or replaces products by sku and pictures by name, and raises the version. Known products keep their place, new
// ones come last in the order of their positions. With `replace`, the positions hold as given and products that are not
// among them become inactive (they stay, for a basket may still hold them).
void import_catalogue(sql::Connection& connection, std::vector<Product> products, std::span<const Picture> pictures,
                      bool replace, Time now);

}  // namespace sealcart::mall::store
