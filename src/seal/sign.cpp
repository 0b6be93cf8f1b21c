#include "seal/sign.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>

namespace sealcart::seal {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned char no_value = 255;
constexpr std::array<unsigned char, 256> values = [] {
  std::array<unsigned char, 256> made{};
  made.fill(no_value);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    made[static_cast<unsigned char>(alphabet[i])] = static_cast<unsigned char>(i);
  }
  return made;
}();

}  // namespace

void start() {
  const int started = sodium_init();
  assert(started >= 0);
  (void)started;
}

Random& system_random() {
  struct System : Random {
    void fill(std::span<std::byte> out) override { randombytes_buf(out.data(), out.size()); }
  };
  static System random;
  return random;
}

SigningKey SigningKey::generate(Random& random) {
  std::array<unsigned char, 32> seed{};
  random.fill(std::as_writable_bytes(std::span(seed)));
  SigningKey key = from_seed(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

SigningKey SigningKey::from_seed(std::span<const unsigned char, 32> seed) {
  static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);
  SigningKey key;
  crypto_sign_seed_keypair(key.public_.data(), key.secret_.data(), seed.data());
  return key;
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

std::array<unsigned char, 32> SigningKey::seed() const {
  std::array<unsigned char, 32> seed{};
  std::copy_n(secret_.begin(), seed.size(), seed.begin());
  return seed;
}

Signature SigningKey::sign(Bytes message) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

bool verify(const PublicKey& key, Bytes message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

// Of our own, because libsodium's codec takes constant time, which public text does not need: it was 15 % of a
// settlement's instructions.
std::string base64url(Bytes data) {
  std::string text((data.size() * 8 + 5) / 6, '\0');
  std::size_t at = 0;
  unsigned held = 0;
  int bits = 0;
  for (const unsigned char byte : data) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text[at++] = alphabet[(held >> bits) & 63];
    }
    held &= (1U << bits) - 1;
  }
  if (bits > 0) text[at++] = alphabet[(held << (6 - bits)) & 63];
  assert(at == text.size());
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string data(text.size() * 6 / 8, '\0');
  std::size_t at = 0;
  unsigned held = 0;
  int bits = 0;
  for (const char c : text) {
    const unsigned char value = values[static_cast<unsigned char>(c)];
    if (value == no_value) return std::nullopt;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      data[at++] = static_cast<char>(held >> bits);
      held &= (1U << bits) - 1;
    }
  }
  if (held != 0) return std::nullopt;  // stray bits in the last character: another text for the same bytes
  assert(at == data.size());
  return data;
}

Digest sha256(Bytes data) {
  Digest digest{};
  static_assert(crypto_hash_sha256_BYTES == 32);
  crypto_hash_sha256(digest.data(), data.data(), data.size());
  return digest;
}

std::string thumbprint(const PublicKey& key) {
  const std::string members = R"({"crv":"Ed25519","kty":"OKP","x":")" + base64url(key) + R"("})";
  return base64url(sha256(bytes(members)));
}

}  // namespace sealcart::seal
