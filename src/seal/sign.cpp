#include "seal/sign.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>

namespace sealcart::seal {

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

std::string base64url(Bytes data) {
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(data.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), data.data(), data.size(), variant);
  text.pop_back();  // the terminating zero that libsodium counts
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  // libsodium 1.0.18 takes some bytes above 127 for letters, since it reads them as negative characters.
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > 127; })) return std::nullopt;
  std::string data(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  // Refuses characters of other alphabets, padding and stray bits in the last character.
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(data.data()), data.size(), text.data(), text.size(), nullptr,
                        &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  data.resize(length);
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
