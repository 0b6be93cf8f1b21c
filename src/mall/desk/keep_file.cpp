#include "mall/desk/keep_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "core/id.h"
#include "mall/desk/digital_folders.h"
#include "seal/sha256.h"

namespace sealcart::mall {
namespace {

namespace fs = std::filesystem;

// To the disk, with its name in the folder.
void sync(const fs::path& path) {
  for (const fs::path& each : {path, path.parent_path()}) {
    const int file = ::open(each.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!synced) throw std::runtime_error("cannot write " + each.string() + " to the disk");
  }
}

}  // namespace

Expected<store::ProductFile> keep_file(const exchange::Config& config, sql::Database& database, Random& random,
                                       Time now, const std::string& sku, const std::string& path) {
  if (!database.read_now([&](sql::Connection& c) { return store::is_digital_product(c, sku); })) {
    return problem(404, "product-unknown", "The catalogue has no digital product " + sku + ".");
  }
  std::error_code fault;
  if (!fs::is_regular_file(path, fault)) return problem(422, "file-unreadable", "There is no file " + path + ".");
  const auto size = static_cast<std::int64_t>(fs::file_size(path, fault));
  if (fault || size < 1 || size > max_file_bytes) {
    return problem(422, "file-size", path + " must have from 1 byte to 2 GiB.");
  }
  const fs::path folder = files_folder(config);
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  store::ProductFile file{sku, fs::path(path).filename().string(), random_id(random), size, {}, now};
  const fs::path kept = folder / file.file;
  fs::copy_file(path, kept);
  fs::permissions(kept, fs::perms::owner_read | fs::perms::owner_write);
  sync(kept);
  file.size = static_cast<std::int64_t>(fs::file_size(kept));
  file.hash = seal::base64url(seal::sha256_of_file(kept));
  const std::string old = database.write_now([&](sql::Connection& c) { return store::set_product_file(c, file); });
  // A packing that is under way has it open, and reads on.
  if (!old.empty()) fs::remove(folder / old, fault);
  return file;
}

}  // namespace sealcart::mall
