// What lies inside a sealed text before encryption: a context line that opening checks, the contents, padding to a
// bucket. Shared by sealing (box.cpp) and opening (open.cpp), so that the two cannot part.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "seal/box.h"

namespace sealcart::seal {

inline constexpr unsigned char box_version = 1;
inline constexpr std::size_t box_head = 1 + 8;        // version, key id
inline constexpr std::size_t box_overhead = 32 + 16;  // ephemeral public key, authenticator (crypto_box_SEALBYTES)

// "sealcart goods 01h…\n"
std::string context(Subject subject, std::string_view number);

}  // namespace sealcart::seal
