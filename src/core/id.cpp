#include "core/id.h"

#include <algorithm>
#include <array>

namespace sealcart {
namespace {
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
}

std::string random_id(Random& random) {
  std::array<std::byte, 16> bytes{};
  random.fill(bytes);
  std::string text(id_length, '0');
  unsigned held = 0;
  int bits = 2;  // 26 characters hold 130 bits: the first two are zero
  std::size_t next = 0;
  for (char& c : text) {
    while (bits < 5) {
      held = (held << 8) | std::to_integer<unsigned>(bytes[next++]);
      bits += 8;
    }
    bits -= 5;
    c = alphabet[(held >> bits) & 31];
    held &= (1U << bits) - 1;
  }
  return text;
}

bool is_id(std::string_view text) {
  return text.size() == id_length && text[0] < '8' &&
         std::all_of(text.begin(), text.end(), [](char c) { return alphabet.find(c) != std::string_view::npos; });
}

}  // namespace sealcart
