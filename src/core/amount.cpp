#include "core/amount.h"

namespace sealcart {

std::optional<std::int64_t> parse_amount(std::string_view text, const Currency& currency) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  const auto digits = static_cast<std::size_t>(currency.digits());
  if (whole.empty() || part.size() > digits || (point != std::string_view::npos && part.empty())) return std::nullopt;
  std::string all = std::string(whole) + std::string(part);
  all.append(digits - part.size(), '0');
  std::int64_t minor = 0;
  for (const char c : all) {
    if (c < '0' || c > '9') return std::nullopt;
    minor = minor * 10 + (c - '0');
    if (minor > max_amount) return std::nullopt;
  }
  return minor;
}

std::string amount_text(const Money& money) {
  const auto digits = static_cast<std::size_t>(money.currency.digits());
  std::string number = std::to_string(money.minor < 0 ? -money.minor : money.minor);
  if (number.size() <= digits) number.insert(0, digits + 1 - number.size(), '0');
  if (digits > 0) number.insert(number.size() - digits, ".");
  return (money.minor < 0 ? "-" : "") + number;
}

}  // namespace sealcart
