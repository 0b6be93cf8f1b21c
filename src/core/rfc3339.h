// Times as text: RFC 3339 in UTC, whole seconds, "2030-01-31T00:00:00Z".
#pragma once

#include <optional>
#include <string>

#include "core/world.h"

namespace sealcart {

std::string rfc3339(Time time);
std::optional<Time> parse_rfc3339(const std::string& text);

}  // namespace sealcart
