// Text that people type into a form, made plain.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sealcart::shipping {

// Full-width Latin as ASCII, half-width kana full-width, no spaces at the ends and single ones between. nullopt when it
// is no UTF-8, or holds characters that no label can show: controls, line separators, marks of the writing direction.
std::optional<std::string> plain_text(std::string_view typed);

// Hiragana as katakana.
std::string in_katakana(std::string_view text);
// Katakana, its marks, middle dot and spaces alone.
bool is_katakana(std::string_view text);

// Every dash that a keyboard may give as "-".
std::string with_hyphens(std::string_view text);

// Seven digits as "100-0001", with or without a dash and the postal mark; nullopt for anything else.
std::optional<std::string> japanese_postal_code(std::string_view plain);

}  // namespace sealcart::shipping
