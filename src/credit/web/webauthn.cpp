#include "credit/web/webauthn.h"

#include <fido.h>
#include <fido/es256.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>

#include "seal/sign.h"

namespace sealcart::credit {
namespace {

namespace json = boost::json;

// Flags of authenticator data (section 6.1).
constexpr std::uint8_t user_present = 0x01, user_verified = 0x04;
constexpr std::size_t most_credential_id = 1023;  // section 4, "credential ID"

template <class T, void (*release)(T**)>
struct Release {
  void operator()(T* object) const { release(&object); }
};
using Credential = std::unique_ptr<fido_cred_t, Release<fido_cred_t, fido_cred_free>>;
using Assertion = std::unique_ptr<fido_assert_t, Release<fido_assert_t, fido_assert_free>>;
using Es256Key = std::unique_ptr<es256_pk_t, Release<es256_pk_t, es256_pk_free>>;

const unsigned char* data(const std::string& bytes) { return seal::bytes(bytes).data(); }

std::string copy(const unsigned char* bytes, std::size_t size) {
  return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
}

// nullptr unless it is a point of the curve.
Es256Key es256_key(const std::string& public_key) {
  Es256Key key(es256_pk_new());
  if (!key || public_key.size() != 64) return nullptr;
  if (es256_pk_from_ptr(key.get(), public_key.data(), public_key.size()) != FIDO_OK) return nullptr;
  return key;
}

// Authenticator data begin with the hash of the relying party's id.
bool made_for(const RelyingParty& party, const std::string& authenticator_data) {
  const seal::Digest hash = seal::sha256(seal::bytes(party.id));
  return authenticator_data.size() >= hash.size() && std::equal(hash.begin(), hash.end(), data(authenticator_data));
}

}  // namespace

std::optional<std::string> answered_challenge(const RelyingParty& party, Ceremony ceremony,
                                              std::string_view client_data) {
  boost::system::error_code error;
  const json::value parsed = json::parse(json::string_view(client_data.data(), client_data.size()), error);
  if (error || !parsed.is_object()) return std::nullopt;
  const json::object& fields = parsed.get_object();
  const auto text = [&](json::string_view name) -> std::optional<std::string> {
    const json::value* field = fields.if_contains(name);
    if (field == nullptr || !field->is_string()) return std::nullopt;
    return std::string(field->get_string());
  };
  if (text("type") != (ceremony == Ceremony::create ? "webauthn.create" : "webauthn.get")) return std::nullopt;
  if (text("origin") != party.origin) return std::nullopt;
  const json::value* framed = fields.if_contains("crossOrigin");
  if (framed != nullptr && *framed != false) return std::nullopt;
  return text("challenge");
}

std::optional<PasskeyKey> read_new_passkey(const RelyingParty& party, const PasskeyMade& made) {
  const Credential credential(fido_cred_new());
  if (!credential || !made_for(party, made.authenticator_data)) return std::nullopt;
  if (fido_cred_set_type(credential.get(), COSE_ES256) != FIDO_OK) return std::nullopt;
  const std::string& bytes = made.authenticator_data;
  if (fido_cred_set_authdata_raw(credential.get(), data(bytes), bytes.size()) != FIDO_OK) return std::nullopt;
  constexpr std::uint8_t needed = user_present | user_verified;
  if ((fido_cred_flags(credential.get()) & needed) != needed) return std::nullopt;
  PasskeyKey key{copy(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get())),
                 copy(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get())),
                 fido_cred_sigcount(credential.get())};
  if (key.credential_id.empty() || key.credential_id.size() > most_credential_id) return std::nullopt;
  if (!es256_key(key.public_key)) return std::nullopt;
  return key;
}

std::optional<std::uint32_t> verify_passkey(const RelyingParty& party, const PasskeyUsed& used,
                                            const std::string& public_key) {
  const Assertion assertion(fido_assert_new());
  const Es256Key key = es256_key(public_key);
  if (!assertion || !key) return std::nullopt;
  const seal::Digest hash = seal::sha256(seal::bytes(used.client_data));
  fido_assert_t* const one = assertion.get();
  const bool set =
      fido_assert_set_count(one, 1) == FIDO_OK && fido_assert_set_rp(one, party.id.c_str()) == FIDO_OK &&
      fido_assert_set_up(one, FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_uv(one, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_clientdata_hash(one, hash.data(), hash.size()) == FIDO_OK &&
      fido_assert_set_authdata_raw(one, 0, data(used.authenticator_data), used.authenticator_data.size()) == FIDO_OK &&
      fido_assert_set_sig(one, 0, data(used.signature), used.signature.size()) == FIDO_OK;
  if (!set || fido_assert_verify(one, 0, COSE_ES256, key.get()) != FIDO_OK) return std::nullopt;
  return fido_assert_sigcount(one, 0);
}

}  // namespace sealcart::credit
