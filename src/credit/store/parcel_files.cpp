#include "credit/store/parcel_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "seal/sha256.h"

namespace sealcart::credit::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

class Open {
 public:
  Open(const fs::path& path, int flags) : path_(path), file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (file_ < 0) fail(path);
  }
  ~Open() { ::close(file_); }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  void write(std::string_view bytes, std::int64_t offset) const {
    while (!bytes.empty()) {
      const ssize_t count = ::pwrite(file_, bytes.data(), bytes.size(), offset);
      if (count < 0 && errno != EINTR) fail(path_);
      if (count <= 0) continue;
      bytes.remove_prefix(static_cast<std::size_t>(count));
      offset += count;
    }
  }
  void sync() const {
    if (::fsync(file_) != 0) fail(path_);
  }

 private:
  fs::path path_;
  int file_;
};

// Of a file that may not be there.
std::int64_t size_of(const fs::path& path) {
  std::error_code fault;
  const std::uintmax_t size = fs::file_size(path, fault);
  return fault ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

ParcelFiles::ParcelFiles(const std::string& config_file) : folder_(fs::path(config_file).parent_path() / "parcels") {}

fs::path ParcelFiles::whole(std::string_view name) const { return folder_ / (std::string(name) + ".age"); }
fs::path ParcelFiles::part(std::string_view name) const { return folder_ / (std::string(name) + ".part"); }

std::int64_t ParcelFiles::arrived(std::string_view name) const {
  const std::int64_t complete = size_of(whole(name));
  return complete > 0 ? complete : size_of(part(name));
}

Expected<void> ParcelFiles::add(std::string_view name, std::int64_t offset, std::string_view piece) const {
  if (arrived(name) != offset) {
    return problem(409, "parcel-offset", "This piece does not begin where the last one ended: offer the parcel again.");
  }
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  const Open file(part(name), O_WRONLY | O_CREAT);
  file.write(piece, offset);
  file.sync();
  return {};
}

Expected<void> ParcelFiles::finish(std::string_view name, std::int64_t size, const std::string& hash) const {
  if (size_of(whole(name)) == size) return {};  // finished before
  const fs::path arriving = part(name);
  if (size_of(arriving) != size || seal::base64url(seal::sha256_of_file(arriving)) != hash) {
    std::error_code ignored;
    fs::remove(arriving, ignored);
    return problem(409, "parcel-hash", "What arrived is not what was offered. It was thrown away: offer it again.");
  }
  fs::rename(arriving, whole(name));
  Open(folder_, O_RDONLY | O_DIRECTORY).sync();
  return {};
}

void ParcelFiles::remove(std::string_view name) const {
  std::error_code ignored;
  fs::remove(part(name), ignored);
  fs::remove(whole(name), ignored);
}

}  // namespace sealcart::credit::store
