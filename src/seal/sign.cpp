#include "seal/sign.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <memory>

namespace sealcart::seal {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned char no_digit = 128;
constexpr std::array<unsigned char, 256> values = [] {
  std::array<unsigned char, 256> made{};
  made.fill(no_digit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    made[static_cast<unsigned char>(alphabet[i])] = static_cast<unsigned char>(i);
  }
  return made;
}();

// Two characters at a time for what six bits each of twelve say.
constexpr std::array<std::array<char, 2>, 4096> pairs = [] {
  std::array<std::array<char, 2>, 4096> made{};
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = {alphabet[i >> 6], alphabet[i & 63]};
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
// settlement's instructions. Four characters at a time, since documents are kilobytes of it.
std::string base64url(Bytes data) {
  std::string text((data.size() * 8 + 5) / 6, '\0');
  char* out = text.data();
  std::size_t at = 0;
  for (; data.size() - at >= 3; at += 3) {
    const unsigned three =
        static_cast<unsigned>(data[at]) << 16 | static_cast<unsigned>(data[at + 1]) << 8 | data[at + 2];
    out = std::copy_n(pairs[three >> 12].data(), 2, out);
    out = std::copy_n(pairs[three & 0xfff].data(), 2, out);
  }
  if (at < data.size()) {
    const bool two = data.size() - at == 2;
    const unsigned rest = static_cast<unsigned>(data[at]) << 16 | (two ? static_cast<unsigned>(data[at + 1]) << 8 : 0U);
    *out++ = alphabet[rest >> 18 & 63];
    *out++ = alphabet[rest >> 12 & 63];
    if (two) *out++ = alphabet[rest >> 6 & 63];
  }
  assert(out == text.data() + text.size());
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  const auto value = [&](std::size_t i) -> unsigned { return values[static_cast<unsigned char>(text[i])]; };
  std::string data(text.size() * 6 / 8, '\0');
  char* out = data.data();
  const auto put = [&](unsigned byte) { *out++ = static_cast<char>(byte); };
  unsigned seen = 0;  // what is no digit has its highest bit set
  std::size_t at = 0;
  for (; text.size() - at >= 4; at += 4) {
    const unsigned a = value(at), b = value(at + 1), c = value(at + 2), d = value(at + 3);
    seen |= a | b | c | d;
    const unsigned three = a << 18 | b << 12 | c << 6 | d;
    put(three >> 16);
    put(three >> 8);
    put(three);
  }
  unsigned stray = 0;  // bits of the last character that belong to no byte: another text for the same bytes
  if (at < text.size()) {
    const bool two = text.size() - at == 3;
    const unsigned a = value(at), b = value(at + 1), c = two ? value(at + 2) : 0;
    seen |= a | b | c;
    const unsigned rest = a << 18 | b << 12 | c << 6;
    put(rest >> 16);
    if (two) put(rest >> 8);
    stray = two ? rest & 0xff : rest & 0xffff;
  }
  if ((seen & no_digit) != 0 || stray != 0) return std::nullopt;
  assert(out == data.data() + data.size());
  return data;
}

bool is_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return false;
  unsigned seen = 0;
  for (const char c : text) seen |= values[static_cast<unsigned char>(c)];
  if ((seen & no_digit) != 0) return false;
  const unsigned stray = text.size() % 4 == 2 ? 15 : text.size() % 4 == 3 ? 3 : 0;
  return text.empty() || (values[static_cast<unsigned char>(text.back())] & stray) == 0;
}

// OpenSSL's, which has the processor do it: libsodium's takes ten times as long, 7 % of what a purchase cost the mall,
// for each document is named by its hash.
Digest sha256(Bytes data) {
  static const EVP_MD* const kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  Digest digest{};
  const bool done = EVP_DigestInit_ex2(context.get(), kind, nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  assert(done);
  (void)done;
  return digest;
}

std::string thumbprint(const PublicKey& key) {
  const std::string members = R"({"crv":"Ed25519","kty":"OKP","x":")" + base64url(key) + R"("})";
  return base64url(sha256(bytes(members)));
}

}  // namespace sealcart::seal
