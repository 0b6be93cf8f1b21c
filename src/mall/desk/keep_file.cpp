#include "mall/desk/keep_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

#include "core/id.h"
#include "exchange/store/pieces.h"
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

// Takes away what did not become a product's file.
struct Unfinished {
  fs::path path;
  ~Unfinished() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

}  // namespace

Expected<void> check_file_size(std::int64_t bytes) {
  if (bytes >= 1 && bytes <= max_file_bytes) return {};
  return problem(422, "file-size", "A file must have from 1 byte to 2 GiB.");
}

store::ProductFile adopt_file(const fs::path& arrived, Random& random, Time now, std::string sku, std::string name) {
  store::ProductFile file{std::move(sku), std::move(name), random_id(random), 0, {}, now};
  file.size = static_cast<std::int64_t>(fs::file_size(arrived));
  file.hash = seal::base64url(seal::sha256_of_file(arrived));
  const fs::path kept = arrived.parent_path() / file.file;
  fs::rename(arrived, kept);
  sync(kept);
  return file;
}

Expected<store::ProductFile> keep_file(const exchange::Config& config, sql::Database& database, Random& random,
                                       Time now, const std::string& sku, const std::string& path) {
  if (!database.read_now([&](sql::Connection& c) { return store::is_digital_product(c, sku); })) {
    return problem(404, "product-unknown", "The catalogue has no digital product " + sku + ".");
  }
  std::error_code fault;
  if (!fs::is_regular_file(path, fault)) return problem(422, "file-unreadable", "There is no file " + path + ".");
  const auto size = static_cast<std::int64_t>(fs::file_size(path));
  const fs::path folder = files_folder(config);
  const auto fits = check_file_size(size).and_then([&] { return exchange::store::check_room(folder, size); });
  if (!fits) return tl::unexpected(fits.error());
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  const Unfinished copy{folder / (random_id(random) + ".part")};
  fs::copy_file(path, copy.path);
  fs::permissions(copy.path, fs::perms::owner_read | fs::perms::owner_write);
  const store::ProductFile file = adopt_file(copy.path, random, now, sku, fs::path(path).filename().string());
  const std::string old = database.write_now([&](sql::Connection& c) { return store::set_product_file(c, file); });
  // A packing that is under way has it open, and reads on.
  if (!old.empty()) fs::remove(folder / old, fault);
  return file;
}

}  // namespace sealcart::mall
