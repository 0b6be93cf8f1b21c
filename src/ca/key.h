// Private keys: made, kept encrypted at the authority, written in clear for a server.
#pragma once

#include <string>
#include <string_view>

#include "ca/openssl.h"
#include "core/problem.h"

namespace sealcart::ca {

// A new ECDSA key on P-256, from OpenSSL's own randomness. (Browsers take no Ed25519 certificates.)
Key new_key();

// PKCS#8 PEM, encrypted: PBES2 with scrypt (RFC 7914; N = 2^14, r = 8, p = 5) and AES-256-CBC.
std::string encrypted_pem(const Key& key, std::string_view passphrase);
// Problem "wrong-passphrase", or "key-damaged" when the text is no encrypted key.
Expected<Key> decrypt_key(std::string_view pem, std::string_view passphrase);

// PKCS#8 PEM in clear: what a TLS server reads.
std::string plain_pem(const Key& key);

}  // namespace sealcart::ca
