// What lies inside a sealed text before encryption: a context line that opening checks, the contents, padding to a
// bucket. Shared by sealing (box.cpp) and opening (open.cpp), so that the two cannot part, and by whoever keeps the
// same contents under another key.
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

// ISO/IEC 7816-4 padding to the subject's smallest bucket that holds it: 0x80, then zeros. At least one byte, so a
// bucket holds one byte less than its length; nullopt when even the largest does not hold it.
std::optional<std::string> padded(Subject subject, std::string plain);
// nullopt for what is not padded so.
std::optional<std::string> unpadded(std::string plain);

}  // namespace sealcart::seal
