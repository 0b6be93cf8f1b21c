// A digital product's file, taken into the mall's folder.
#pragma once

#include <filesystem>
#include <string>

#include "core/problem.h"
#include "exchange/config.h"
#include "mall/store/product_files.h"
#include "sql/database.h"

namespace sealcart::mall {

inline constexpr std::int64_t max_file_bytes = std::int64_t{2} << 30;

// Problem 422 "file-size": nothing, or more than 2 GiB.
Expected<void> check_file_size(std::int64_t bytes);

// Gives a whole file of the mall's folder, whatever it is called there, a name of its own, and hashes it: what is to
// become the file of `sku`, which its operator calls `name`. Blocks.
store::ProductFile adopt_file(const std::filesystem::path& arrived, Random& random, Time now, std::string sku,
                              std::string name);

// Copies `path` and makes it the file of `sku` from the next packing on. Blocks. Problems: 404 "product-unknown", 422
// "file-size", 422 "file-unreadable", 507 "disk-full". Throws when the folder cannot be written.
Expected<store::ProductFile> keep_file(const exchange::Config& config, sql::Database& database, Random& random,
                                       Time now, const std::string& sku, const std::string& path);

}  // namespace sealcart::mall
