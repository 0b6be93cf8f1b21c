#include <boost/json.hpp>

#include "protocol/fields.h"
#include "protocol/jws.h"

namespace sealcart::protocol {
namespace {

std::optional<VerifyKey> read_key(const boost::json::object& jwk) {
  const auto kid = text_field(jwk, "kid"), x = text_field(jwk, "x");
  if (!kid || !x) return std::nullopt;
  const auto from = integer_field(jwk, "nbf"), until = integer_field(jwk, "exp");
  if (!from || !until) return std::nullopt;
  const auto raw = seal::from_base64url(*x);
  if (!raw || raw->size() != 32) return std::nullopt;
  VerifyKey key{std::string(*kid), {}, Time{*from}, Time{*until}};
  std::copy(raw->begin(), raw->end(), key.key.begin());
  if (key.kid != seal::thumbprint(key.key)) return std::nullopt;
  return key;
}

}  // namespace

std::string encode_key_set(const std::vector<VerifyKey>& keys) {
  boost::json::array list;
  for (const VerifyKey& key : keys) {
    list.push_back({{"kty", "OKP"},
                    {"crv", "Ed25519"},
                    {"use", "sig"},
                    {"alg", "EdDSA"},
                    {"kid", key.kid},
                    {"x", seal::base64url(key.key)},
                    {"nbf", key.not_before.seconds},
                    {"exp", key.not_after.seconds}});
  }
  return serialize(boost::json::object{{"keys", std::move(list)}});
}

Expected<std::vector<VerifyKey>> decode_key_set(std::string_view json) {
  const auto refused = [] { return problem(400, "key-set", "This is not a key set of Ed25519 signing keys."); };
  if (json.size() > max_document_bytes) return refused();
  boost::system::error_code error;
  const auto value = boost::json::parse(boost::json::string_view(json.data(), json.size()), error);
  if (error || !value.is_object()) return refused();
  const auto* list = value.get_object().if_contains("keys");
  if (list == nullptr || !list->is_array()) return refused();
  std::vector<VerifyKey> keys;
  for (const auto& entry : list->get_array()) {
    if (!entry.is_object()) return refused();
    const auto& jwk = entry.get_object();
    // RFC 7517 section 5: keys of kinds that one does not know are passed over.
    if (text_field(jwk, "kty") != "OKP" || text_field(jwk, "crv") != "Ed25519") continue;
    auto key = read_key(jwk);
    if (!key) return refused();
    keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace sealcart::protocol
