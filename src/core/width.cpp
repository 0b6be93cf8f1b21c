#include "core/width.h"

#include <cstddef>

namespace sealcart {
namespace {

// Katakana for U+FF66 … U+FF9D, in that order.
constexpr char32_t kana[] =
    U"ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
static_assert(sizeof(kana) / sizeof(kana[0]) - 1 == 0xFF9D - 0xFF66 + 1);

constexpr char32_t voiced_mark = 0xFF9E;
constexpr char32_t half_voiced_mark = 0xFF9F;

// The three bytes at `at`, when they are a character from U+0800 to U+FFFF; otherwise 0.
char32_t three_bytes(std::string_view text, std::size_t at) {
  if (at + 3 > text.size()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if ((byte(0) & 0xF0) != 0xE0 || (byte(1) & 0xC0) != 0x80 || (byte(2) & 0xC0) != 0x80) return 0;
  return static_cast<char32_t>((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
}

void append(std::string& text, char32_t c) {
  text += static_cast<char>(0xE0 | (c >> 12));
  text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  text += static_cast<char>(0x80 | (c & 0x3F));
}

// In Unicode the voiced form follows the plain one, and for ha-row the half-voiced one follows that.
char32_t with_mark(char32_t plain, char32_t mark) {
  const bool ha_row = plain >= U'ハ' && plain <= U'ホ';
  if (mark == half_voiced_mark) return ha_row ? plain + 2 : 0;
  if (mark != voiced_mark) return 0;
  if (plain == U'ウ') return U'ヴ';
  const bool voices = (plain >= U'カ' && plain <= U'ト' && plain != U'ッ') || ha_row;
  return voices ? plain + 1 : 0;
}

}  // namespace

std::string fold_width(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = three_bytes(text, at);
    if (c == 0) {
      folded += text[at++];
      continue;
    }
    at += 3;
    if (c == 0x3000) {
      folded += ' ';
    } else if (c >= 0xFF01 && c <= 0xFF5E) {
      folded += static_cast<char>(c - 0xFF01 + '!');
    } else if (c >= 0xFF66 && c <= 0xFF9D) {
      const char32_t plain = kana[c - 0xFF66];
      const char32_t marked = with_mark(plain, three_bytes(text, at));
      if (marked != 0) at += 3;
      append(folded, marked != 0 ? marked : plain);
    } else {
      append(folded, c);
    }
  }
  return folded;
}

}  // namespace sealcart
