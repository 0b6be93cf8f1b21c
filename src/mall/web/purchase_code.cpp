#include "mall/web/purchase_code.h"

#include <cassert>
#include <cstring>

#include "core/id.h"

namespace sealcart::mall {
namespace {

seal::Digest keyed(const seal::Secret& secret, std::string_view purpose, std::string_view text) {
  return secret.keyed_hash(std::string(purpose) + ":" + std::string(text));
}

// A keyed hash in the place of random bytes.
class HashBytes final : public Random {
 public:
  explicit HashBytes(const seal::Digest& digest) : digest_(digest) {}
  void fill(std::span<std::byte> bytes) override {
    assert(bytes.size() <= digest_.size());
    std::memcpy(bytes.data(), digest_.data(), bytes.size());
  }

 private:
  const seal::Digest& digest_;
};

std::string raw(const seal::Digest& digest) { return {digest.begin(), digest.end()}; }

}  // namespace

std::string purchase_code(const seal::Secret& secret, std::string_view offer_id) {
  const seal::Digest digest = keyed(secret, "code", offer_id);
  HashBytes bytes(digest);
  return random_id(bytes);
}

std::string code_hash(const seal::Secret& secret, std::string_view code) {
  return raw(keyed(secret, "code-hash", code));
}

std::string offer_hash(const seal::Secret& secret, std::string_view offer_id) {
  return raw(keyed(secret, "offer", offer_id));
}

}  // namespace sealcart::mall
