// Pictures that operators send.
#pragma once

#include <optional>
#include <string>

#include "mall/store/catalogue.h"

namespace sealcart::mall {

inline constexpr std::size_t most_picture_bytes = 1U << 20;

// A picture of a product, named after it and by what its bytes are; nullopt when they are no PNG, JPEG, WebP or SVG, or
// too many.
std::optional<store::Picture> picture_for(const std::string& sku, std::string bytes);

}  // namespace sealcart::mall
