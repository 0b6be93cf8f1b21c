// Ed25519 signing keys (RFC 8032) and Base64url without padding (RFC 4648 section 5).
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/world.h"

namespace sealcart::seal {

using Bytes = std::span<const unsigned char>;
inline Bytes bytes(std::string_view text) { return {reinterpret_cast<const unsigned char*>(text.data()), text.size()}; }

using PublicKey = std::array<unsigned char, 32>;
using Signature = std::array<unsigned char, 64>;
using Digest = std::array<unsigned char, 32>;

// Call once before anything else of this folder. Asserts that libsodium starts.
void start();

// libsodium's generator as a Random; main hands it down.
Random& system_random();

class SigningKey {
 public:
  static SigningKey generate(Random& random);
  static SigningKey from_seed(std::span<const unsigned char, 32> seed);
  ~SigningKey();  // wipes
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = default;
  const PublicKey& public_key() const { return public_; }
  std::array<unsigned char, 32> seed() const;
  Signature sign(Bytes message) const;

 private:
  SigningKey() = default;
  std::array<unsigned char, 64> secret_{};
  PublicKey public_{};
};

bool verify(const PublicKey& key, Bytes message, const Signature& signature);

std::string base64url(Bytes bytes);
// nullopt unless `text` is exactly what base64url gives for some bytes (no padding, no stray bits).
std::optional<std::string> from_base64url(std::string_view text);
// Whether from_base64url gives anything.
bool is_base64url(std::string_view text);

Digest sha256(Bytes bytes);

// The JWK thumbprint (RFC 7638) of an Ed25519 key, base64url: our `kid`.
std::string thumbprint(const PublicKey& key);

}  // namespace sealcart::seal
