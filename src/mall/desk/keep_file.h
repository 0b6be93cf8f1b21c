// A digital product's file, taken into the mall's folder.
#pragma once

#include <string>

#include "core/problem.h"
#include "exchange/config.h"
#include "mall/store/product_files.h"
#include "sql/database.h"

namespace sealcart::mall {

inline constexpr std::int64_t max_file_bytes = std::int64_t{2} << 30;

// Copies `path` and makes it the file of `sku` from the next packing on. Blocks. Problems: 404 "product-unknown", 422
// "file-size" (nothing, or more than 2 GiB), 422 "file-unreadable". Throws when the folder cannot be written.
Expected<store::ProductFile> keep_file(const exchange::Config& config, sql::Database& database, Random& random,
                                       Time now, const std::string& sku, const std::string& path);

}  // namespace sealcart::mall
