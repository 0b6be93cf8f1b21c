#include "http/router.h"

#include <algorithm>
#include <array>
#include <boost/url/pct_string_view.hpp>
#include <cassert>

namespace sealcart::http {

static constexpr std::size_t max_segments = 16;

using Segments = std::array<std::string_view, max_segments>;

// The parts of a path between its slashes; "/" has one, empty. 0 when it has too many or does not begin with a slash.
static std::size_t split(std::string_view path, Segments& segments) {
  if (path.empty() || path.front() != '/') return 0;
  std::size_t count = 0;
  std::size_t begin = 1;
  for (;;) {
    if (count == max_segments) return 0;
    std::size_t end = std::min(path.find('/', begin), path.size());
    segments[count++] = path.substr(begin, end - begin);
    if (end == path.size()) return count;
    begin = end + 1;
  }
}

static bool is_capture(std::string_view segment) { return segment.size() > 1 && segment.front() == ':'; }

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)), by_length_(max_segments + 1) {
  for (const Route& route : routes_) {
    assert(route.method == Method::get || route.method == Method::post);
    Segments segments;
    std::size_t count = split(route.pattern, segments);
    assert(count > 0);
    Compiled compiled{{}, &route};
    for (std::size_t i = 0; i < count; ++i) {
      if (is_capture(segments[i])) {
        compiled.segments.emplace_back(std::nullopt);
      } else {
        compiled.segments.emplace_back(segments[i]);
      }
    }
    by_length_[count].push_back(std::move(compiled));
  }
  // So that the first match is the most literal one.
  for (auto& group : by_length_) {
    std::stable_sort(group.begin(), group.end(), [](const Compiled& a, const Compiled& b) {
      return std::lexicographical_compare(a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
                                          [](const auto& x, const auto& y) { return x.has_value() && !y.has_value(); });
    });
  }
}

static bool fits(const std::vector<std::optional<std::string>>& pattern, const Segments& segments) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] ? *pattern[i] != segments[i] : segments[i].empty()) return false;
  }
  return true;
}

// Nullopt on a malformed escape.
static std::optional<std::string> decode(std::string_view encoded) {
  auto checked = boost::urls::make_pct_string_view(encoded);
  if (checked.has_error()) return std::nullopt;
  return checked->decode();
}

Router::Match Router::match(Request& request) const {
  Match match;
  request.captures.clear();
  Segments segments;
  std::size_t count = split(request.path, segments);
  bool get = false;
  bool post = false;
  for (const Compiled& compiled : by_length_[count]) {
    if (!fits(compiled.segments, segments)) continue;
    Method wanted = compiled.route->method;
    (wanted == Method::get ? get : post) = true;
    if (request.method != wanted && !(request.method == Method::head && wanted == Method::get)) continue;
    for (std::size_t i = 0; i < count; ++i) {
      if (compiled.segments[i]) continue;
      std::optional<std::string> value = decode(segments[i]);
      if (!value) return {400, nullptr, {}};
      request.captures.push_back(std::move(*value));
    }
    return {200, compiled.route, {}};
  }
  if (get || post) {
    match.status = 405;
    match.allow = get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : "POST";
  }
  return match;
}

}  // namespace sealcart::http
