// Sizes of files, for people.
#pragma once

#include <cstdint>
#include <string>

namespace sealcart {

// "12 KiB", "3.4 MiB", "2.0 GiB"; kibibytes rounded up, so that nothing is of 0 KiB but nothing.
std::string bytes_text(std::int64_t bytes);

}  // namespace sealcart
