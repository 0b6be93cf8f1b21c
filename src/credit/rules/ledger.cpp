#include "credit/rules/ledger.h"

#include <cassert>
#include <charconv>

namespace sealcart::credit {

Expected<std::int64_t> limit_change(std::int64_t limit, std::int64_t available, std::int64_t new_limit) {
  assert(limit >= 0 && available >= 0 && new_limit >= 0 && new_limit <= max_limit);
  const std::int64_t change = new_limit - limit;
  if (available + change < 0) {
    return problem(409, "limit-below-used", "More than this limit is in use; lower it after the customer has paid.");
  }
  return change;
}

std::optional<std::int64_t> parse_limit(std::string_view text, const Currency& currency) {
  const auto digits = static_cast<std::size_t>(currency.digits());
  const std::size_t dot = text.find('.');
  const std::string_view major = text.substr(0, dot);
  const std::string_view minor = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  if (major.empty() || (dot != std::string_view::npos && (minor.size() != digits || digits == 0))) return std::nullopt;
  std::string both(major);
  both += minor;
  both.append(digits - minor.size(), '0');
  if (both.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(both.data(), both.data() + both.size(), value);
  if (error != std::errc() || end != both.data() + both.size() || value > max_limit) return std::nullopt;
  return value;
}

}  // namespace sealcart::credit
