// Compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), and nothing else: the form of every document between
// companies.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/world.h"
#include "seal/sign.h"

namespace sealcart::protocol {

inline constexpr std::size_t max_document_bytes = std::size_t{64} * 1024;
inline constexpr std::int64_t clock_skew_seconds = 120;

// A party's public signing key with the time in which it may have signed (JWKS members kid, x, nbf, exp).
struct VerifyKey {
  std::string kid;
  seal::PublicKey key{};
  Time not_before;
  Time not_after;
};

// A party's own signing key.
struct Signer {
  std::string kid;
  seal::SigningKey key;
};

// header.payload.signature with header {"alg":"EdDSA","kid":…,"typ":…}.
std::string sign(std::string_view type, const boost::json::object& payload, const Signer& signer);

// The header's kid and the payload's iss, unverified: only to find the key to verify with.
struct Claimed {
  std::string issuer;
  std::string kid;
};
Expected<Claimed> peek(std::string_view document, std::string_view type);
// The header's typ, unverified: to know of which kinds a document is before it is looked at as one of them. Empty when
// there is none.
std::string claimed_type(std::string_view document);

// What every document says. Times in whole seconds.
struct Envelope {
  std::string issuer;    // origin of the party that signed, "https://mall.example"
  std::string audience;  // origin of the party that it is for
  std::string id;        // jti
  Time issued;
  std::optional<Time> expires;
  friend bool operator==(const Envelope&, const Envelope&) = default;
};

struct Verified;  // protocol/verified.h: only who reads documents needs the parser behind it

// base64url SHA-256 of a document's text: how one document names another, or a sealed text.
std::string document_hash(std::string_view document);

// What a mall's request is found by: it is answered at most once, ever. `purchase`: Named::name of its purchase. The
// number itself where the mall gives one, so that purchases of one time stand together in an index, then a hash of the
// mall; a hash of both for a sealed text in its place.
seal::Digest request_key(std::string_view mall_origin, std::string_view purchase);

// Key set (RFC 7517 with "nbf"/"exp" members in seconds; OKP keys per RFC 8037).
std::string encode_key_set(const std::vector<VerifyKey>& keys);
Expected<std::vector<VerifyKey>> decode_key_set(std::string_view json);

}  // namespace sealcart::protocol
