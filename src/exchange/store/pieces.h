// Files that arrive in pieces, over any number of requests and starts of the process: `<name>.part` in a folder until
// they are whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "core/problem.h"

namespace sealcart::exchange::store {

// 507 "disk-full" unless `bytes` more fit on the disk that `folder` lies on, with room left for the database beside it.
Expected<void> check_room(const std::filesystem::path& folder, std::int64_t bytes);

class Pieces {
 public:
  // Made with the first piece, for its owner alone.
  explicit Pieces(std::filesystem::path folder);

  // All of these block; they throw std::system_error when the disk does not do it. A name must be safe as a file's.
  std::int64_t arrived(std::string_view name) const;  // bytes; 0 when there is none
  // Adds a piece at its place, durably. False: it does not begin where the last one ended. Problem 507 "disk-full".
  Expected<bool> add(std::string_view name, std::int64_t offset, std::string_view piece) const;
  // Puts the whole in its own place, durably; on the same disk.
  void complete(std::string_view name, const std::filesystem::path& place) const;
  void remove(std::string_view name) const;

  std::filesystem::path part(std::string_view name) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace sealcart::exchange::store
