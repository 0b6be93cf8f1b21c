// How a partner answers a request.
#pragma once

#include <optional>
#include <string_view>

namespace sealcart::protocol {

// OK: settled, or accepted for shipping. NO: the company declined. NG: the customer rejected.
enum class Outcome { ok, no, ng };
std::string_view name(Outcome outcome);  // "OK", "NO", "NG"
std::optional<Outcome> parse_outcome(std::string_view name);

}  // namespace sealcart::protocol
