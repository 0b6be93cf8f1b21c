// The bytes of parcels of data, which only the customer can read: in the folder `parcels` beside the configuration,
// `<name>.part` while they arrive, then `<name>.age`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "exchange/store/pieces.h"

namespace sealcart::credit::store {

class ParcelFiles {
 public:
  // `config_file`: whose folder it is.
  explicit ParcelFiles(const std::string& config_file);

  // All of these block; they throw std::system_error when the disk does not do it.
  // How many bytes are there.
  std::int64_t arrived(std::string_view name) const;
  // What is missing of so many bytes fits on the disk. Problem 507 "disk-full".
  Expected<void> check_room(std::string_view name, std::int64_t size) const;
  // Adds a piece at its place, durably. Problems: 409 "parcel-offset" when it does not begin where the last one ended,
  // 507 "disk-full".
  Expected<void> add(std::string_view name, std::int64_t offset, std::string_view piece) const;
  // The whole is there and is what was said. Problem 409 "parcel-hash": it is not, and was thrown away.
  Expected<void> finish(std::string_view name, std::int64_t size, const std::string& hash) const;
  void remove(std::string_view name) const;

  std::filesystem::path whole(std::string_view name) const;

 private:
  std::filesystem::path folder_;
  exchange::store::Pieces pieces_;
};

}  // namespace sealcart::credit::store
