// Compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), and nothing else: the form of every document between
// companies.
#pragma once

#include <boost/json/object.hpp>
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

// Checks form, type, algorithm, key and its validity at the time of issue, signature; then iss, aud, times against
// `now`. Codes, all 400 unless said: document-malformed, document-type, document-algorithm, document-key (unknown kid
// or outside its validity), document-signature, document-issuer, document-audience, document-from-the-future,
// document-expired (410).
struct Expectation {
  std::string_view type;
  std::string_view issuer;    // whose keys `keys` are
  std::string_view audience;  // this party's own origin
  Time now;
};
struct Verified {
  Envelope envelope;
  boost::json::object payload;
};
Expected<Verified> verify(std::string_view document, const Expectation& expect, const std::vector<VerifyKey>& keys);
// The payload of a document that this process verified before; checks exp again, nothing else.
Expected<Verified> reread(std::string_view document, Time now);

// A document of one kind, PaymentRequest and the like: verify(), then its fields. Codes: also those of Document::read.
template <class Document>
Expected<Document> decode(std::string_view document, std::string_view issuer, std::string_view audience, Time now,
                          const std::vector<VerifyKey>& keys) {
  auto verified = verify(document, {Document::type, issuer, audience, now}, keys);
  if (!verified) return tl::unexpected(verified.error());
  return Document::read(std::move(*verified));
}
// The fields alone, from a document that was verified before (a page's keyed hash says so). Checks its expiry again.
template <class Document>
Expected<Document> reread_as(std::string_view document, Time now) {
  auto verified = reread(document, now);
  if (!verified) return tl::unexpected(verified.error());
  return Document::read(std::move(*verified));
}

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
