// Where the mall keeps the files that it sells, and parcels of data until the credit company has them: beside its
// configuration.
#pragma once

#include <filesystem>

#include "exchange/config.h"

namespace sealcart::mall {

inline std::filesystem::path files_folder(const exchange::Config& config) {
  return std::filesystem::path(config.file).parent_path() / "files";
}
inline std::filesystem::path spool_folder(const exchange::Config& config) {
  return std::filesystem::path(config.file).parent_path() / "spool";
}

}  // namespace sealcart::mall
