#include "core/id.h"

#include <algorithm>
#include <array>

namespace sealcart {
namespace {
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

}  // namespace

std::string id_text(const std::array<unsigned char, 16>& bytes) {
  std::string text(id_length, '0');
  unsigned held = 0;
  int bits = 2;  // 26 characters hold 130 bits: the first two are zero
  std::size_t next = 0;
  for (char& c : text) {
    while (bits < 5) {
      held = (held << 8) | bytes[next++];
      bits += 8;
    }
    bits -= 5;
    c = alphabet[(held >> bits) & 31];
    held &= (1U << bits) - 1;
  }
  return text;
}

std::string random_id(Random& random) {
  std::array<unsigned char, 16> bytes{};
  random.fill(std::as_writable_bytes(std::span(bytes)));
  return id_text(bytes);
}

std::string dated_id(Random& random, Time now) {
  std::array<unsigned char, 16> bytes{};
  random.fill(std::as_writable_bytes(std::span(bytes).subspan(4)));
  const auto seconds = static_cast<std::uint32_t>(now.seconds);
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<unsigned char>(seconds >> (24 - 8 * i));
  return id_text(bytes);
}

std::optional<std::array<unsigned char, 16>> id_bytes(std::string_view text) {
  if (!is_id(text)) return std::nullopt;
  std::array<unsigned char, 16> bytes{};
  unsigned held = 0;
  int bits = -2;  // the first two of 130 are zero
  std::size_t next = 0;
  for (const char c : text) {
    held = (held << 5) | static_cast<unsigned>(alphabet.find(c));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[next++] = static_cast<unsigned char>(held >> bits);
    held &= (1U << bits) - 1;
  }
  return bytes;
}

bool is_id(std::string_view text) {
  return text.size() == id_length && text[0] < '8' &&
         std::all_of(text.begin(), text.end(), [](char c) { return alphabet.find(c) != std::string_view::npos; });
}

}  // namespace sealcart
