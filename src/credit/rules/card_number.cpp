#include "credit/rules/card_number.h"

#include <algorithm>
#include <cassert>

#include "core/width.h"

namespace sealcart::credit {
namespace {

constexpr std::size_t least_digits = 12;
constexpr std::size_t most_digits = 19;
constexpr std::size_t most_typed = 200;  // bytes

// What people and phones put between the groups.
constexpr std::string_view separators[] = {" ",      "-",      "\u00A0", "\u2010", "\u2011", "\u2012",
                                           "\u2013", "\u2014", "\u2015", "\u2212", "ー"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    assert(is_digit(*digit));
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value / 10 + value % 10;
  }
  return sum % 10 == 0;
}

std::optional<CardNumber> CardNumber::parse(std::string_view typed) {
  if (typed.size() > most_typed) return std::nullopt;
  const std::string folded = fold_width(typed);
  std::string digits;
  for (std::string_view rest = folded; !rest.empty();) {
    if (is_digit(rest.front())) {
      digits += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    const auto* separator = std::find_if(std::begin(separators), std::end(separators),
                                         [&](std::string_view s) { return rest.starts_with(s); });
    if (separator == std::end(separators)) return std::nullopt;
    rest.remove_prefix(separator->size());
  }
  if (digits.size() < least_digits || digits.size() > most_digits || !luhn(digits)) return std::nullopt;
  return CardNumber(std::move(digits));
}

std::string card_label(std::string_view last4) { return "•••• " + std::string(last4); }

}  // namespace sealcart::credit
