#include "sql/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sql/database.h"

namespace sealcart::sql {

FileLock::FileLock(const std::string& path) : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (file_ < 0) throw Error(Error::Kind::other, "cannot open " + path + ": " + std::strerror(errno));
}

FileLock::~FileLock() { ::close(file_); }

void FileLock::lock() {
  while (::flock(file_, LOCK_EX) != 0) {
    if (errno != EINTR) throw Error(Error::Kind::other, std::string("flock: ") + std::strerror(errno));
  }
}

void FileLock::unlock() { ::flock(file_, LOCK_UN); }

}  // namespace sealcart::sql
