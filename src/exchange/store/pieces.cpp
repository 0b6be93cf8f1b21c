#include "exchange/store/pieces.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace sealcart::exchange::store {
namespace {

namespace fs = std::filesystem;

// Of the disk: a database that cannot grow stops everything else.
constexpr std::uintmax_t reserve_bytes = std::uintmax_t{256} << 20;

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

tl::unexpected<Problem> disk_full() {
  return problem(507, "disk-full", "There is too little room on the disk. Nothing of it was kept.");
}

}  // namespace

Expected<void> check_room(const fs::path& folder, std::int64_t bytes) {
  const fs::path above = fs::exists(folder) ? folder : fs::absolute(folder).parent_path();
  if (fs::space(above).available >= static_cast<std::uintmax_t>(bytes) + reserve_bytes) return {};
  return disk_full();
}

Pieces::Pieces(fs::path folder) : folder_(std::move(folder)) {}

fs::path Pieces::part(std::string_view name) const { return folder_ / (std::string(name) + ".part"); }

std::int64_t Pieces::arrived(std::string_view name) const {
  std::error_code fault;
  const std::uintmax_t size = fs::file_size(part(name), fault);
  return fault ? 0 : static_cast<std::int64_t>(size);
}

Expected<bool> Pieces::add(std::string_view name, std::int64_t offset, std::string_view piece) const try {
  if (arrived(name) != offset) return false;
  const auto room = check_room(folder_, static_cast<std::int64_t>(piece.size()));
  if (!room) return tl::unexpected(room.error());
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  const Open file(part(name), O_WRONLY | O_CREAT);
  file.write(piece, offset);
  file.sync();
  return true;
} catch (const std::system_error& fault) {
  if (fault.code() == std::errc::no_space_on_device) return disk_full();  // somebody else was quicker
  throw;
}

void Pieces::complete(std::string_view name, const fs::path& place) const {
  fs::rename(part(name), place);
  Open(folder_, O_RDONLY | O_DIRECTORY).sync();
}

void Pieces::remove(std::string_view name) const {
  std::error_code ignored;
  fs::remove(part(name), ignored);
}

}  // namespace sealcart::exchange::store
