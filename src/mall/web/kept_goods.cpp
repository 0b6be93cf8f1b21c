#include "mall/web/kept_goods.h"

#include <cassert>

#include "seal/contents.h"

namespace sealcart::mall {
namespace {

constexpr std::string_view context = "kept goods";

seal::Secret key_of(const seal::Secret& secret, std::string_view code) {
  return seal::Secret::from_digest(secret.keyed_hash("kept-goods:" + std::string(code)));
}

}  // namespace

std::string keep_goods(const seal::Secret& secret, std::string_view code, const Goods& goods) {
  auto plain = seal::padded(seal::Subject::goods, encode(goods));
  if (!plain) plain = seal::padded(seal::Subject::goods, encode(nameless(goods)));
  assert(plain);
  return key_of(secret, code).encrypt(*plain, context);
}

std::optional<Goods> kept_goods(const seal::Secret& secret, std::string_view code, std::string_view kept) {
  auto plain = key_of(secret, code).decrypt(kept, context);
  auto text = plain ? seal::unpadded(std::move(*plain)) : std::nullopt;
  if (!text) return std::nullopt;
  return decode_goods(*text);
}

}  // namespace sealcart::mall
