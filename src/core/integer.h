// Whole numbers in texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sealcart {

// Decimal digits, with a '-' before them for less than zero, and nothing else; nullopt also when it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace sealcart
