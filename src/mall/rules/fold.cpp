#include "mall/rules/fold.h"

#include <cstdint>

namespace sealcart::mall {
namespace {

char32_t folded(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width ASCII
  if (c == 0x3000) return ' ';                  // ideographic space
  if (c >= 'A' && c <= 'Z') return c + 0x20;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;     // Latin-1, without the multiplication sign
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 0x20;  // Greek
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;                // Cyrillic
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  if (c >= 0x3041 && c <= 0x3096) return c + 0x60;  // hiragana to katakana
  return c;
}

// Length of the two- or three-byte sequence at the front, 0 when there is none. Longer ones are never folded.
std::size_t decode(std::string_view text, char32_t& c) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  if ((byte(0) & 0xE0) == 0xC0 && follows(1)) {
    c = (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    return 2;
  }
  if ((byte(0) & 0xF0) == 0xE0 && follows(1) && follows(2)) {
    c = (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    return 3;
  }
  return 0;
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    char32_t c = static_cast<unsigned char>(text[0]);
    const std::size_t length = c < 0x80 ? 1 : decode(text, c);
    if (length == 0) {
      out += text[0];
      text.remove_prefix(1);
    } else {
      append(out, folded(c));
      text.remove_prefix(length);
    }
  }
  return out;
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  const std::string folded_text = fold(text);
  constexpr std::string_view spaces = " \t\r\n";
  for (std::size_t at = folded_text.find_first_not_of(spaces); at != std::string::npos;) {
    const std::size_t end = folded_text.find_first_of(spaces, at);
    words.push_back(folded_text.substr(at, end - at));
    at = folded_text.find_first_not_of(spaces, end);
  }
  return words;
}

}  // namespace sealcart::mall
