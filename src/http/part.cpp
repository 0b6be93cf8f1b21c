#include "http/part.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/integer.h"

namespace sealcart::http {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
  const auto value = parse_integer(text);
  return value && *value >= 0 ? value : std::nullopt;
}

}  // namespace

Part wanted_part(const Request& request, std::int64_t size, std::string_view tag) {
  const Part whole{200, 0, size, {}};
  std::string_view range = request.header("range");
  const std::string_view same = request.header("if-range");
  constexpr std::string_view unit = "bytes=";
  if (!range.starts_with(unit) || (!same.empty() && same != tag)) return whole;
  range.remove_prefix(unit.size());
  const std::size_t dash = std::min(range.find('-'), range.size());
  const auto first = number(range.substr(0, dash));
  const std::string_view end = range.substr(std::min(dash + 1, range.size()));
  const auto last = end.empty() ? std::optional(size - 1) : number(end);
  if (dash == range.size() || !first || !last || (!end.empty() && *last < *first)) return whole;
  if (*first >= size) return {416, 0, 0, fmt::format("bytes */{}", size)};
  const std::int64_t until = std::min(*last, size - 1);
  return {206, *first, until - *first + 1, fmt::format("bytes {}-{}/{}", *first, until, size)};
}

}  // namespace sealcart::http
