#include "credit/store/parcel_files.h"

#include "seal/sha256.h"

namespace sealcart::credit::store {
namespace {

namespace fs = std::filesystem;

// Of a file that may not be there.
std::int64_t size_of(const fs::path& path) {
  std::error_code fault;
  const std::uintmax_t size = fs::file_size(path, fault);
  return fault ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

ParcelFiles::ParcelFiles(const std::string& config_file)
    : folder_(fs::path(config_file).parent_path() / "parcels"), pieces_(folder_) {}

fs::path ParcelFiles::whole(std::string_view name) const { return folder_ / (std::string(name) + ".age"); }

std::int64_t ParcelFiles::arrived(std::string_view name) const {
  const std::int64_t complete = size_of(whole(name));
  return complete > 0 ? complete : pieces_.arrived(name);
}

Expected<void> ParcelFiles::check_room(std::string_view name, std::int64_t size) const {
  return exchange::store::check_room(folder_, size - arrived(name));
}

Expected<void> ParcelFiles::add(std::string_view name, std::int64_t offset, std::string_view piece) const {
  Expected<bool> added = arrived(name) == offset;
  if (*added) added = pieces_.add(name, offset, piece);
  if (!added) return tl::unexpected(added.error());
  if (*added) return {};
  return problem(409, "parcel-offset", "This piece does not begin where the last one ended: offer the parcel again.");
}

Expected<void> ParcelFiles::finish(std::string_view name, std::int64_t size, const std::string& hash) const {
  if (size_of(whole(name)) == size) return {};  // finished before
  if (pieces_.arrived(name) != size || seal::base64url(seal::sha256_of_file(pieces_.part(name))) != hash) {
    pieces_.remove(name);
    return problem(409, "parcel-hash", "What arrived is not what was offered. It was thrown away: offer it again.");
  }
  pieces_.complete(name, whole(name));
  return {};
}

void ParcelFiles::remove(std::string_view name) const {
  std::error_code ignored;
  pieces_.remove(name);
  fs::remove(whole(name), ignored);
}

}  // namespace sealcart::credit::store
