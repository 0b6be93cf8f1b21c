// Text as a search compares it: letters' case, full-width forms and the two kana count as the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sealcart::mall {

// UTF-8 in, UTF-8 out. ASCII, Latin-1, Greek and Cyrillic capitals become small, full-width ASCII (U+FF01 … U+FF5E)
// half-width, hiragana katakana. Anything else, and what is not UTF-8, stays as it is.
std::string fold(std::string_view text);

// The words of a search, folded; separated by ASCII or ideographic (U+3000) space.
std::vector<std::string> folded_words(std::string_view text);

}  // namespace sealcart::mall
