// What a browser gives for a passkey, checked (W3C Web Authentication Level 2, sections 7.1 and 7.2): ES256 only, no
// attestation, the user verified. Pure: challenges are of passkey_challenge.h, rows of store/passkeys.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sealcart::credit {

// Whom the browser must have spoken with.
struct RelyingParty {
  std::string origin;  // "https://credit.example"
  std::string id;      // its host name
};

enum class Ceremony { create, get };

// The challenge that the browser answered, as base64url text; nullopt when the client data are malformed, of another
// ceremony, of another origin or from inside another origin's page. Whether the challenge is ours is still to be seen.
std::optional<std::string> answered_challenge(const RelyingParty& party, Ceremony ceremony,
                                              std::string_view client_data);

// Raw bytes as navigator.credentials.create gave them.
struct PasskeyMade {
  std::string authenticator_data, client_data;
};
struct PasskeyKey {
  std::string credential_id;
  std::string public_key;  // X and Y, 64 bytes
  std::uint32_t sign_count = 0;
};
// The new passkey; nullopt when it is malformed, of another relying party, of another algorithm, or made without user
// verification. The client data must have been looked at before.
std::optional<PasskeyKey> read_new_passkey(const RelyingParty& party, const PasskeyMade& made);

// Raw bytes as navigator.credentials.get gave them.
struct PasskeyUsed {
  std::string credential_id, authenticator_data, client_data, signature, user_handle;
};
// The authenticator's counter; nullopt unless the signature is right, for this relying party, with the user verified.
// The client data must have been looked at before.
std::optional<std::uint32_t> verify_passkey(const RelyingParty& party, const PasskeyUsed& used,
                                            const std::string& public_key);

}  // namespace sealcart::credit
