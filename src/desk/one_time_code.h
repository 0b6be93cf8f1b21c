// One-time codes of an authenticator (TOTP, RFC 6238: SHA-1, six digits, thirty seconds) and the recovery codes beside
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"

namespace sealcart::desk {

std::string new_totp_secret(Random& random);  // 20 raw bytes
std::string base32(std::string_view raw);     // as people type it into an authenticator
// "otpauth://totp/…" for authenticators.
std::string totp_address(std::string_view raw, std::string_view issuer, std::string_view operator_name);
// The step whose code this is, of the present one and its two neighbours.
std::optional<std::int64_t> totp_step(std::string_view raw, std::string_view code, Time now);

// Ten codes such as "k3fp-9x2m-7qrd".
std::vector<std::string> new_recovery_codes(Random& random);
// As they are hashed: without what people add or leave out.
std::string normal_recovery_code(std::string_view typed);

}  // namespace sealcart::desk
