// Sealed texts: a public-key box (libsodium's crypto_box_seal, X25519 + XSalsa20-Poly1305) to the sealing party itself.
// Fresh randomness, padded to a bucket so that length says nothing, bound to the number it belongs to.
// Only sealing is here; opening is seal/open.h, a target of its own that no internet-facing process uses.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "seal/sign.h"

namespace sealcart::seal {

// What a sealed text is about; part of what is sealed, so that one kind never opens as another.
enum class Subject { goods, customer, addressee };
std::string_view name(Subject subject);

// Padded plain-text lengths, smallest first, by subject. docs/protocol.md lists them.
std::span<const std::size_t> buckets(Subject subject);

// The public half of a desk's key.
struct SealingKey {
  PublicKey key{};
  std::array<unsigned char, 8> id{};  // first bytes of SHA-256 of the key
  static SealingKey of(const PublicKey& key);
};

// Seals `contents` (JSON text) for `number`: base64url of 0x01, key id, box. nullopt when longer than the largest
// bucket.
std::optional<std::string> seal(Subject subject, std::string_view number, std::string_view contents,
                                const SealingKey& key);

// True for text of the form and one of the lengths that seal() gives: all that a partner can check.
bool is_sealed(Subject subject, std::string_view text);

}  // namespace sealcart::seal
