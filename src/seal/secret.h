// Secrets that a server keeps to itself: sealed cookies and columns (XChaCha20-Poly1305), keyed hashes (BLAKE2b),
// passwords (Argon2id).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "seal/sign.h"

namespace sealcart::seal {

// A 32-byte root secret; sub-keys for each purpose are derived from it (crypto_kdf).
class Secret {
 public:
  static Secret generate(Random& random);
  static std::optional<Secret> from_base64url(std::string_view text);
  // Of a keyed hash that nobody else can make.
  static Secret from_digest(const Digest& digest);
  ~Secret();
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  std::string base64url() const;
  // An independent secret for a purpose ("cookie", "card-number", …; at most 8 characters count).
  Secret derive(std::string_view purpose) const;

  // Encrypts with a fresh nonce; `context` must be given again to open. Raw bytes: nonce, then ciphertext.
  std::string encrypt(std::string_view plain, std::string_view context) const;
  std::optional<std::string> decrypt(std::string_view bytes, std::string_view context) const;
  // The same as base64url text, for cookies and form fields.
  std::string encrypt_text(std::string_view plain, std::string_view context) const;
  std::optional<std::string> decrypt_text(std::string_view text, std::string_view context) const;

  // Keyed BLAKE2b-256 of the message.
  Digest keyed_hash(std::string_view message) const;

 private:
  Secret() = default;
  std::array<unsigned char, 32> key_{};
};

bool equal(const Digest& a, const Digest& b);  // constant time

// Argon2id, 19 MiB, t=2, p=1 (OWASP's first choice; RFC 9106): about 30 ms of a core. Blocking: call on password
// workers.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
// A hash that no password has, of the same cost: for unknown customers.
const std::string& impossible_password_hash();

}  // namespace sealcart::seal
