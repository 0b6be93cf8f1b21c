#include "shipping/rules/typed.h"

#include <algorithm>

#include "core/width.h"

namespace sealcart::shipping {
namespace {

constexpr char32_t none = 0xFFFFFFFF;

// How many bytes a character has that begins with `first`; 0 when none does.
std::size_t length_after(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

// Takes one character off the front of `text`; `none`, and one byte off, when it does not begin with one (RFC 3629).
char32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = length_after(first);
  char32_t c = length == 1 ? first : static_cast<char32_t>(first & (0x7F >> length));
  bool sound = length > 0 && length <= text.size();
  for (std::size_t i = 1; sound && i < length; ++i) {
    sound = (byte(i) & 0xC0) == 0x80;
    c = c << 6 | (byte(i) & 0x3F);
  }
  const bool longer_than_needed = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
  if (longer_than_needed || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) sound = false;
  text.remove_prefix(sound ? length : 1);
  return sound ? c : none;
}

bool cannot_be_shown(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  if (c == 0x200B || c == 0x200E || c == 0x200F || c == 0xFEFF) return true;
  if (c >= 0x2028 && c <= 0x202E) return true;
  if (c >= 0x2060 && c <= 0x206F) return true;
  return (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE || (c >= 0xE0000 && c <= 0xE007F);
}

void append(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | c >> 12);
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | c >> 18);
    text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
  }
  if (c >= 0x80) text += static_cast<char>(0x80 | (c & 0x3F));
}

// `text` with each character as `change` gives it; what is no UTF-8 stays.
template <class Change>
std::string changed(std::string_view text, Change change) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char front = text.front();
    const char32_t c = take(text);
    if (c == none) {
      out += front;
    } else {
      append(out, change(c));
    }
  }
  return out;
}

bool is_dash(char32_t c) {
  return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || c == 0xFE63 || c == 0xFF0D || c == 0xFF70;
}

}  // namespace

std::optional<std::string> plain_text(std::string_view typed) {
  const std::string folded = fold_width(typed);
  std::string plain;
  plain.reserve(folded.size());
  for (std::string_view rest = folded; !rest.empty();) {
    char32_t c = take(rest);
    if (c == none || cannot_be_shown(c)) return std::nullopt;
    if (c == 0xA0) c = ' ';
    if (c == ' ' && (plain.empty() || plain.back() == ' ')) continue;
    append(plain, c);
  }
  if (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

std::string in_katakana(std::string_view text) {
  return changed(text,
                 [](char32_t c) { return (c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E ? c + 0x60 : c; });
}

bool is_katakana(std::string_view text) {
  while (!text.empty()) {
    const char32_t c = take(text);
    if (c != ' ' && (c < 0x30A1 || c > 0x30FE)) return false;
  }
  return true;
}

std::string with_hyphens(std::string_view text) {
  return changed(text, [](char32_t c) { return is_dash(c) ? U'-' : c; });
}

std::optional<std::string> japanese_postal_code(std::string_view plain) {
  constexpr std::string_view postal_mark = "〒";
  std::string code = with_hyphens(plain);
  if (code.starts_with(postal_mark)) code.erase(0, postal_mark.size());
  code.erase(std::remove(code.begin(), code.end(), ' '), code.end());
  if (code.size() == 8 && code[3] == '-') code.erase(3, 1);
  if (code.size() != 7 || code.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return code.substr(0, 3) + "-" + code.substr(3);
}

}  // namespace sealcart::shipping
