#include "credit/rules/payment_reference.h"

#include <fmt/format.h>

#include <cassert>

namespace sealcart::credit {
namespace {

constexpr std::size_t digits = 10;
constexpr std::size_t whole = 4 + digits;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// ISO 7064 mod 97-10 of the digits with "RF" (27 15) and the check digits behind them.
int remainder(std::string_view number, std::string_view check) {
  int rest = 0;
  for (const std::string_view part : {number, std::string_view("2715"), check}) {
    for (const char c : part) rest = (rest * 10 + (c - '0')) % 97;
  }
  return rest;
}

// The reference whose first letter is at `at`, blanks and hyphens left out.
std::optional<std::string> reference_at(std::string_view text, std::size_t at) {
  std::string found;
  for (; at < text.size() && found.size() < whole; ++at) {
    const char c = upper(text[at]);
    if (c == ' ' || c == '-') continue;
    const std::size_t place = found.size();
    const bool fits = place == 0 ? c == 'R' : place == 1 ? c == 'F' : is_digit(c);
    if (!fits) return std::nullopt;
    found += c;
  }
  if (found.size() < whole || (at < text.size() && is_digit(text[at]))) return std::nullopt;
  const std::string_view all = found;
  if (remainder(all.substr(4), all.substr(2, 2)) != 1) return std::nullopt;
  return found;
}

}  // namespace

std::string payment_reference(std::int64_t statement) {
  assert(statement >= 1 && statement <= 9'999'999'999);
  const std::string number = fmt::format("{:010}", statement);
  return fmt::format("RF{:02}{}", 98 - remainder(number, "00"), number);
}

std::string spaced_reference(std::string_view reference) {
  std::string out;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += ' ';
    out += reference[i];
  }
  return out;
}

std::optional<std::string> find_reference(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (upper(text[i]) != 'R') continue;
    if (auto found = reference_at(text, i)) return found;
  }
  return std::nullopt;
}

}  // namespace sealcart::credit
