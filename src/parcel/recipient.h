// A customer's one-time key, as the age format writes the public half of an X25519 key.
#pragma once

#include <string_view>

namespace sealcart::parcel {

// By form: "age1" and 58 letters of Bech32 (BIP 173) in lower case. The checksum is left to the program. Every other
// kind of recipient that the program knows (SSH keys, plug-ins, which are programs of their own) is none here.
bool is_recipient(std::string_view text);

}  // namespace sealcart::parcel
