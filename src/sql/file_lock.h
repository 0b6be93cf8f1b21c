// An exclusive lock between processes: flock(2) on a file of its own. Also excludes two FileLocks of one process.
#pragma once

#include <string>

namespace sealcart::sql {

class FileLock {
 public:
  // Opens `path`, creating it (mode 0600) when missing. Throws Error.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  // Blocks until it has the lock. For std::lock_guard. A process that dies gives it back.
  void lock();
  void unlock();

 private:
  int file_;
};

}  // namespace sealcart::sql
