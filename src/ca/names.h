// The names that a certificate is for: DNS host names and IP addresses (RFC 5280 section 4.2.1.6).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ca/openssl.h"
#include "core/problem.h"

namespace sealcart::ca {

inline constexpr std::size_t max_names = 100;

// A host name in lower case, or an IP address in its usual text. Problem "bad-name" for wildcards and whatever is no
// name of one host (RFC 1123; no underscore, no trailing dot).
Expected<std::string> parse_name(std::string_view text);

// parse_name of each, without doubles, in the given order. Problem "no-name" when there is none.
Expected<std::vector<std::string>> parse_names(const std::vector<std::string>& texts);

// The names in a subjectAltName. Problem "bad-name" when another kind of name (a URI, an e-mail address) is among them.
Expected<std::vector<std::string>> parse_names(const GENERAL_NAMES& names);

// `names` as parse_name gives them.
GeneralNames general_names(const std::vector<std::string>& names);

}  // namespace sealcart::ca
