// Whole files: read, and replaced so that a crash leaves the old or the new one.
#pragma once

#include <string>
#include <string_view>

namespace sealcart::exchange {

// Throws std::runtime_error naming the file.
std::string read_file(const std::string& path);
// Written beside, synced, renamed; mode 0600. Throws std::runtime_error.
void replace_file(const std::string& path, std::string_view text);

}  // namespace sealcart::exchange
