// The mall's own words in its pages, which operators write: plain text, paragraphs parted by empty lines.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sealcart::mall {

// welcome: above the catalogue. shipping: where the company is chosen. contact: at the foot of every page. notice: the
// page /notice.
inline constexpr std::array<std::string_view, 4> text_places = {"welcome", "shipping", "contact", "notice"};
bool is_text_place(std::string_view place);
inline constexpr std::size_t max_page_text = 20'000;  // bytes

// By place and whether Japanese.
using PageTexts = std::map<std::pair<std::string, bool>, std::string, std::less<>>;
// The paragraphs of a place; those of the other language where there are none. Empty when nothing is written.
std::vector<std::string> paragraphs(const PageTexts& texts, std::string_view place, bool japanese);

}  // namespace sealcart::mall
