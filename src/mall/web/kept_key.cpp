#include "mall/web/kept_key.h"

namespace sealcart::mall {
namespace {

constexpr std::string_view context = "kept key";

seal::Secret key_of(const seal::Secret& secret, std::string_view code) {
  return seal::Secret::from_digest(secret.keyed_hash("kept-key:" + std::string(code)));
}

}  // namespace

std::string keep_key(const seal::Secret& secret, std::string_view code, const CustomerKey& key) {
  return key_of(secret, code).encrypt(key.recipient + "\n" + key.secret, context);
}

std::optional<CustomerKey> kept_key(const seal::Secret& secret, std::string_view code, std::string_view kept) {
  const auto text = key_of(secret, code).decrypt(kept, context);
  const std::size_t end = text ? text->find('\n') : std::string::npos;
  if (end == std::string::npos) return std::nullopt;
  return CustomerKey{text->substr(0, end), text->substr(end + 1)};
}

}  // namespace sealcart::mall
