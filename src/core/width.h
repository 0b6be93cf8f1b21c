// Text as a Japanese keyboard may give it: full-width Latin, half-width kana.
#pragma once

#include <string>
#include <string_view>

namespace sealcart {

// Full-width Latin letters, digits and signs become ASCII, half-width katakana (with its voice marks) full-width, the
// ideographic space a space. Everything else, also what is no UTF-8, stays.
std::string fold_width(std::string_view text);

}  // namespace sealcart
