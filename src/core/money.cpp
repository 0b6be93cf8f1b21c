#include "core/money.h"

#include <algorithm>
#include <cstdlib>

namespace sealcart {
namespace {

struct Known {
  std::string_view code;
  int digits;
  std::string_view sign;
};

// ISO 4217 list one, the currencies that the demo's and the first users' banks settle in.
constexpr Known known[] = {
    {"AUD", 2, ""},  {"CAD", 2, ""}, {"CHF", 2, ""}, {"CNY", 2, ""}, {"EUR", 2, "€"}, {"GBP", 2, "£"},
    {"JPY", 0, "¥"}, {"KRW", 0, ""}, {"KWD", 3, ""}, {"SEK", 2, ""}, {"SGD", 2, ""},  {"USD", 2, "$"},
};

const Known* find(std::string_view code) {
  const auto* at = std::find_if(std::begin(known), std::end(known), [&](const Known& k) { return k.code == code; });
  return at == std::end(known) ? nullptr : at;
}

constexpr std::int64_t bound = max_amount * 1000;

std::optional<std::int64_t> within_bound(bool overflow, std::int64_t value) {
  if (overflow || value > bound || value < -bound) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Currency> Currency::parse(std::string_view code) {
  if (find(code) == nullptr) return std::nullopt;
  return Currency({code[0], code[1], code[2]});
}

int Currency::digits() const { return find(code())->digits; }

std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  const bool overflow = __builtin_add_overflow(a, b, &sum);
  return within_bound(overflow, sum);
}

std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  const bool overflow = __builtin_mul_overflow(a, b, &product);
  return within_bound(overflow, product);
}

std::string format(const Money& money) {
  const Known& kind = *find(money.currency.code());
  const auto digits = static_cast<std::size_t>(kind.digits);
  std::string number = std::to_string(money.minor < 0 ? -money.minor : money.minor);
  if (number.size() <= digits) number.insert(0, digits + 1 - number.size(), '0');
  std::string text = digits == 0 ? "" : "." + number.substr(number.size() - digits);
  std::string whole = number.substr(0, number.size() - digits);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3) {
    whole.insert(static_cast<std::size_t>(at), ",");
  }
  const std::string sign = kind.sign.empty() ? std::string(kind.code) + " " : std::string(kind.sign);
  return (money.minor < 0 ? "-" : "") + sign + whole + text;
}

}  // namespace sealcart
