// A one-time key for a customer whose browser makes none.
#pragma once

#include <string>

namespace sealcart::parcel {

struct Key {
  std::string secret;     // "AGE-SECRET-KEY-1…"
  std::string recipient;  // "age1…": the public half
};

// By the program age-keygen, which writes to a pipe: the secret is in no file. Takes a few milliseconds, blocking.
// Throws std::runtime_error or std::system_error when the program fails or is not installed.
Key make_key();

}  // namespace sealcart::parcel
