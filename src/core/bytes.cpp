#include "core/bytes.h"

#include <fmt/format.h>

namespace sealcart {

std::string bytes_text(std::int64_t bytes) {
  constexpr std::int64_t kibi = 1024, mebi = 1024 * kibi, gibi = 1024 * mebi;
  if (bytes < mebi) return fmt::format("{} KiB", (bytes + kibi - 1) / kibi);
  const auto size = static_cast<double>(bytes);
  return bytes < gibi ? fmt::format("{:.1f} MiB", size / mebi) : fmt::format("{:.1f} GiB", size / gibi);
}

}  // namespace sealcart
