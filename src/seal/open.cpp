#include "seal/open.h"

#include <sodium.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cassert>
#include <vector>

#include "seal/contents.h"

namespace sealcart::seal {
namespace {

constexpr unsigned long long key_file_opslimit = crypto_pwhash_OPSLIMIT_MODERATE;
constexpr std::size_t key_file_memlimit = std::size_t{64} * 1024 * 1024;

}  // namespace

struct DeskKey::Guarded {
  unsigned char* bytes = static_cast<unsigned char*>(sodium_malloc(crypto_box_SECRETKEYBYTES));
  Guarded() { assert(bytes != nullptr); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() { sodium_free(bytes); }
};

DeskKey::DeskKey(DeskKey&&) noexcept = default;
DeskKey& DeskKey::operator=(DeskKey&&) noexcept = default;
DeskKey::~DeskKey() = default;

DeskKey DeskKey::generate() {
  DeskKey key;
  key.secret_ = std::make_unique<Guarded>();
  PublicKey half{};
  crypto_box_keypair(half.data(), key.secret_->bytes);
  sodium_mprotect_readonly(key.secret_->bytes);
  key.public_ = SealingKey::of(half);
  return key;
}

SealingKey DeskKey::sealing_key() const { return public_; }

std::string DeskKey::encrypted(std::string_view passphrase) const {
  std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  std::array<unsigned char, crypto_secretbox_NONCEBYTES> nonce{};
  randombytes_buf(salt.data(), salt.size());
  randombytes_buf(nonce.data(), nonce.size());
  std::array<unsigned char, crypto_secretbox_KEYBYTES> wrapping{};
  const int derived = crypto_pwhash(wrapping.data(), wrapping.size(), passphrase.data(), passphrase.size(), salt.data(),
                                    key_file_opslimit, key_file_memlimit, crypto_pwhash_ALG_ARGON2ID13);
  assert(derived == 0);
  (void)derived;
  std::array<unsigned char, crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES> box{};
  crypto_secretbox_easy(box.data(), secret_->bytes, crypto_box_SECRETKEYBYTES, nonce.data(), wrapping.data());
  sodium_memzero(wrapping.data(), wrapping.size());
  return boost::json::serialize(boost::json::object{{"kind", "sealcart desk key"},
                                                    {"public", base64url(public_.key)},
                                                    {"kdf", "argon2id"},
                                                    {"opslimit", key_file_opslimit},
                                                    {"memlimit", key_file_memlimit},
                                                    {"salt", base64url(salt)},
                                                    {"nonce", base64url(nonce)},
                                                    {"box", base64url(box)}}) +
         "\n";
}

Expected<DeskKey> DeskKey::decrypt(std::string_view file_text, std::string_view passphrase) {
  const auto damaged = [] { return problem(400, "desk-key", "This is not a desk key file, or it is damaged."); };
  boost::system::error_code error;
  const auto json = boost::json::parse(boost::json::string_view(file_text.data(), file_text.size()), error);
  if (error || !json.is_object()) return damaged();
  const auto field = [&](const char* name) -> std::string {
    const auto* value = json.as_object().if_contains(name);
    if (value == nullptr || !value->is_string()) return {};
    return from_base64url(std::string_view(value->as_string().data(), value->as_string().size())).value_or("");
  };
  const std::string salt = field("salt"), nonce = field("nonce"), box = field("box");
  if (salt.size() != crypto_pwhash_SALTBYTES || nonce.size() != crypto_secretbox_NONCEBYTES ||
      box.size() != crypto_box_SECRETKEYBYTES + crypto_secretbox_MACBYTES) {
    return damaged();
  }
  const auto raw = [](const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  std::array<unsigned char, crypto_secretbox_KEYBYTES> wrapping{};
  if (crypto_pwhash(wrapping.data(), wrapping.size(), passphrase.data(), passphrase.size(), raw(salt),
                    key_file_opslimit, key_file_memlimit, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return problem(500, "desk-key", "There is not enough memory to open the desk key.");
  }
  DeskKey key;
  key.secret_ = std::make_unique<Guarded>();
  const int opened = crypto_secretbox_open_easy(key.secret_->bytes, raw(box), box.size(), raw(nonce), wrapping.data());
  sodium_memzero(wrapping.data(), wrapping.size());
  if (opened != 0) return problem(400, "desk-key", "The passphrase does not open this desk key.");
  PublicKey half{};
  crypto_scalarmult_base(half.data(), key.secret_->bytes);
  sodium_mprotect_readonly(key.secret_->bytes);
  key.public_ = SealingKey::of(half);
  return key;
}

Expected<std::string> DeskKey::open(Subject subject, std::string_view number, std::string_view sealed) const {
  const auto raw = from_base64url(sealed);
  if (!is_sealed(subject, sealed) || !raw) return problem(400, "seal-damaged", "This is not a sealed text.");
  const auto* data = reinterpret_cast<const unsigned char*>(raw->data());
  if (!std::equal(public_.id.begin(), public_.id.end(), data + 1)) {
    return problem(400, "seal-other-key", "This text was sealed to another desk key.");
  }
  std::string plain(raw->size() - box_head - box_overhead, '\0');
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  if (crypto_box_seal_open(out, data + box_head, raw->size() - box_head, public_.key.data(), secret_->bytes) != 0) {
    return problem(400, "seal-damaged", "This sealed text was altered.");
  }
  auto lined = unpadded(std::move(plain));
  if (!lined) return problem(400, "seal-damaged", "This sealed text is not padded as it must be.");
  const std::string expected = context(subject, number);
  if (!lined->starts_with(expected)) {
    sodium_memzero(lined->data(), lined->size());
    return problem(400, "seal-other-number", "This text was sealed for another number or kind.");
  }
  return lined->substr(expected.size());
}

}  // namespace sealcart::seal
