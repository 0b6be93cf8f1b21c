#include "core/rfc3339.h"

#include <ctime>

namespace sealcart {
namespace {
constexpr const char* layout = "%Y-%m-%dT%H:%M:%SZ";
}

std::string rfc3339(Time time) {
  const std::time_t seconds = time.seconds;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, layout, &parts)};
}

std::optional<Time> parse_rfc3339(const std::string& text) {
  std::tm parts{};
  const char* end = strptime(text.c_str(), layout, &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const Time time{timegm(&parts)};
  // strptime is lenient (spaces, 31 February); what does not come back the same was not in this form.
  if (rfc3339(time) != text) return std::nullopt;
  return time;
}

}  // namespace sealcart
