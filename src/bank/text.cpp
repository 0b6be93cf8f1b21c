#include "bank/text.h"

#include <libxml/chvalid.h>
#include <libxml/xmlstring.h>

#include <algorithm>

namespace sealcart::bank {
namespace {

// Bytes of the shortest form, which alone is UTF-8.
int bytes_of(int character) { return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4; }

bool is_control(int character) { return character < 0x20 || (character >= 0x7f && character < 0xa0); }

std::string_view without_blanks_around(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::string plain(std::string_view text, std::size_t most) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const bool inside_a_character = (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
    int bytes = static_cast<int>(std::min<std::size_t>(4, text.size() - at));
    const int character = xmlGetUTF8Char(reinterpret_cast<const unsigned char*>(text.data()) + at, &bytes);
    if (inside_a_character || character < 0 || bytes != bytes_of(character)) {
      ++at;
      continue;
    }
    if (character == '\t' || character == '\n' || character == '\r') {
      clean += ' ';
    } else if (!is_control(character) && xmlIsCharQ(character)) {
      clean += text.substr(at, static_cast<std::size_t>(bytes));
    }
    at += static_cast<std::size_t>(bytes);
  }
  const std::string_view kept = without_blanks_around(clean);
  std::size_t end = 0;
  for (std::size_t count = 0; end < kept.size(); ++end) {
    const bool begins_a_character = (static_cast<unsigned char>(kept[end]) & 0xc0) != 0x80;
    if (begins_a_character && count++ == most) break;
  }
  return std::string(without_blanks_around(kept.substr(0, end)));
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

}  // namespace sealcart::bank
