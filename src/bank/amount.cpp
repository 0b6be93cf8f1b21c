#include "bank/amount.h"

#include <algorithm>
#include <cassert>

namespace sealcart::bank {

std::string decimal(std::int64_t minor, int digits) {
  assert(minor >= 0 && digits >= 0);
  std::string text = std::to_string(minor);
  const auto decimals = static_cast<std::size_t>(digits);
  if (decimals == 0) return text;
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  return text.insert(text.size() - decimals, ".");
}

std::string decimal(const Money& amount) { return decimal(amount.minor, amount.currency.digits()); }

Expected<std::int64_t> read_amount(std::string_view text, Currency currency) {
  constexpr std::size_t most_decimals = 5;
  const auto point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string decimals(text.substr(std::min(point + 1, text.size())));
  const auto all_digits = [](std::string_view digits) {
    return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || !all_digits(whole) || !all_digits(decimals) || decimals.size() > most_decimals) {
    return problem(422, "statement-amount", "An amount is not written as digits with at most five decimals.");
  }
  const auto digits = static_cast<std::size_t>(currency.digits());
  decimals.append(most_decimals - decimals.size(), '0');
  if (decimals.find_first_not_of('0', digits) != std::string::npos) {
    return problem(422, "statement-amount", "An amount has more decimals than its currency.");
  }
  std::int64_t minor = 0;
  for (const char c : std::string(whole) + decimals.substr(0, digits)) {
    const auto tenfold = checked_multiply(minor, 10);
    const auto next = tenfold ? checked_add(*tenfold, c - '0') : std::nullopt;
    if (!next) return problem(422, "statement-amount", "An amount is larger than this system counts.");
    minor = *next;
  }
  return minor;
}

}  // namespace sealcart::bank
