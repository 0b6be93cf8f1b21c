#include "ca/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sealcart::ca {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_on(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

class Descriptor {
 public:
  Descriptor(int file, const fs::path& path) : file_(file) {
    if (file < 0) fail_on(path);
  }
  ~Descriptor() { ::close(file_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return file_; }

 private:
  int file_;
};

void write_all(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_on(path);
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

// A durable temporary file beside `path`, removed unless renamed away.
class Draft {
 public:
  Draft(const fs::path& path, std::string_view text, mode_t mode) : name_(path.string() + ".XXXXXX") {
    const Descriptor file(::mkostemp(name_.data(), O_CLOEXEC), path);
    try {
      write_all(file.get(), text, path);
      if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0) fail_on(path);
    } catch (...) {
      ::unlink(name_.c_str());
      throw;
    }
  }
  ~Draft() { ::unlink(name_.c_str()); }  // no such file any more after rename
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  const char* name() const { return name_.c_str(); }

 private:
  std::string name_;
};

}  // namespace

Expected<std::string> read_file(const fs::path& path, std::size_t most) {
  const auto unreadable = [&](const std::string& why) {
    return problem(404, "file-unreadable", "Cannot read " + path.string() + ": " + why + ".");
  };
  const auto reason = [] { return std::generic_category().message(errno); };
  const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return unreadable(reason());
  const Descriptor file(opened, path);
  std::string text;
  std::array<char, 16384> buffer{};
  for (;;) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(reason());
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > most) return unreadable("it is longer than " + std::to_string(most) + " bytes");
  }
}

void replace_file(const fs::path& path, std::string_view text, mode_t mode) {
  const Draft draft(path, text, mode);
  if (::rename(draft.name(), path.c_str()) != 0) fail_on(path);
  sync_folder(folder_of(path));
}

Expected<void> create_file(const fs::path& path, std::string_view text, mode_t mode) {
  const Draft draft(path, text, mode);
  if (::link(draft.name(), path.c_str()) != 0) {
    if (errno != EEXIST) fail_on(path);
    return problem(409, "file-exists", path.string() + " exists already and is not overwritten; name another file.");
  }
  sync_folder(folder_of(path));
  return {};
}

void append_lines(const fs::path& path, std::string_view lines) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, secret_mode), path);
  off_t end = ::lseek(file.get(), 0, SEEK_END);
  char last = 0;
  while (end > 0 && ::pread(file.get(), &last, 1, end - 1) == 1 && last != '\n') --end;
  if (::ftruncate(file.get(), end) != 0 || ::lseek(file.get(), end, SEEK_SET) != end) fail_on(path);
  write_all(file.get(), lines, path);
  if (::fsync(file.get()) != 0) fail_on(path);
}

void sync_folder(const fs::path& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder);
  if (::fsync(file.get()) != 0) fail_on(folder);
}

FileLock::FileLock(const fs::path& path) : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, secret_mode)) {
  if (file_ < 0) fail_on(path);
  while (::flock(file_, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const int reason = errno;
    ::close(file_);
    errno = reason;
    fail_on(path);
  }
}

FileLock::~FileLock() { ::close(file_); }

}  // namespace sealcart::ca
