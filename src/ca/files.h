// Files that are whole or absent, whatever fails, and a lock between processes. Faults throw std::system_error.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "core/problem.h"

namespace sealcart::ca {

inline constexpr mode_t public_mode = 0644;
inline constexpr mode_t secret_mode = 0600;

// Problem "file-unreadable" when missing, unreadable or longer than `most` bytes.
Expected<std::string> read_file(const std::filesystem::path& path, std::size_t most = 1U << 20);

// Puts `text` in the place of what was there: durable, and never half of it (temporary file, fsync, rename, fsync).
void replace_file(const std::filesystem::path& path, std::string_view text, mode_t mode);

// The same for a file that must be new. Problem "file-exists", and nothing changed, when it is not.
Expected<void> create_file(const std::filesystem::path& path, std::string_view text, mode_t mode);

// Adds whole lines (each ended by a newline) at the end, durably. What a crash left after the last newline is cut off.
void append_lines(const std::filesystem::path& path, std::string_view lines);

void sync_folder(const std::filesystem::path& folder);

// Held from construction to destruction; waits for whoever holds it, in this process or another.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_;
};

}  // namespace sealcart::ca
