#include "seal/secret.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace sealcart::seal {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr unsigned long long password_passes = 2;
constexpr std::size_t password_memory = std::size_t{19} * 1024 * 1024;

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Secret Secret::generate(Random& random) {
  Secret secret;
  random.fill(std::as_writable_bytes(std::span(secret.key_)));
  return secret;
}

std::optional<Secret> Secret::from_base64url(std::string_view text) {
  auto bytes = seal::from_base64url(text);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  Secret secret;
  std::copy_n(raw(*bytes), secret.key_.size(), secret.key_.begin());
  sodium_memzero(bytes->data(), bytes->size());
  return secret;
}

Secret Secret::from_digest(const Digest& digest) {
  Secret secret;
  secret.key_ = digest;
  return secret;
}

Secret::~Secret() { sodium_memzero(key_.data(), key_.size()); }

std::string Secret::base64url() const { return seal::base64url(key_); }

Secret Secret::derive(std::string_view purpose) const {
  static_assert(crypto_kdf_KEYBYTES == 32 && crypto_kdf_CONTEXTBYTES == 8);
  assert(!purpose.empty());
  char context[8] = {};
  std::memcpy(context, purpose.data(), std::min<std::size_t>(purpose.size(), sizeof context));
  Secret made;
  crypto_kdf_derive_from_key(made.key_.data(), made.key_.size(), 1, context, key_.data());
  return made;
}

std::string Secret::encrypt(std::string_view plain, std::string_view context) const {
  std::string out(nonce_bytes + plain.size() + tag_bytes, '\0');
  randombytes_buf(out.data(), nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(out) + nonce_bytes, nullptr, raw(plain), plain.size(), raw(context),
                                             context.size(), nullptr, raw(out), key_.data());
  return out;
}

std::optional<std::string> Secret::decrypt(std::string_view bytes, std::string_view context) const {
  if (bytes.size() < nonce_bytes + tag_bytes) return std::nullopt;
  std::string plain(bytes.size() - nonce_bytes - tag_bytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(bytes) + nonce_bytes,
                                                 bytes.size() - nonce_bytes, raw(context), context.size(), raw(bytes),
                                                 key_.data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

std::string Secret::encrypt_text(std::string_view plain, std::string_view context) const {
  return seal::base64url(bytes(encrypt(plain, context)));
}

std::optional<std::string> Secret::decrypt_text(std::string_view text, std::string_view context) const {
  const auto data = seal::from_base64url(text);
  if (!data) return std::nullopt;
  return decrypt(*data, context);
}

Digest Secret::keyed_hash(std::string_view message) const {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), raw(message), message.size(), key_.data(), key_.size());
  return digest;
}

bool equal(const Digest& a, const Digest& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string hash_password(std::string_view password) {
  char hash[crypto_pwhash_STRBYTES] = {};
  const int done = crypto_pwhash_str_alg(hash, password.data(), password.size(), password_passes, password_memory,
                                         crypto_pwhash_ALG_ARGON2ID13);
  if (done != 0) throw std::bad_alloc();  // its only fault
  return hash;
}

bool verify_password(std::string_view hash, std::string_view password) {
  char text[crypto_pwhash_STRBYTES] = {};
  assert(hash.size() < sizeof text);
  std::memcpy(text, hash.data(), hash.size());
  return crypto_pwhash_str_verify(text, password.data(), password.size()) == 0;
}

const std::string& impossible_password_hash() {
  static const std::string hash = [] {
    unsigned char unknown[32];
    randombytes_buf(unknown, sizeof unknown);
    return hash_password({reinterpret_cast<const char*>(unknown), sizeof unknown});
  }();
  return hash;
}

}  // namespace sealcart::seal
