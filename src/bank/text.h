// Text as bank files carry it: no control characters, limited in characters (not bytes).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sealcart::bank {

// ISO 20022 data types Max34Text, Max35Text, …
inline constexpr std::size_t max_34 = 34, max_35 = 35, max_140 = 140;

// The text without control characters, without what is no UTF-8 and without blanks around it; line ends and tabs
// become a space. Cut after `most` characters.
std::string plain(std::string_view text, std::size_t most);

// Characters of a text that plain made.
std::size_t length(std::string_view text);

}  // namespace sealcart::bank
