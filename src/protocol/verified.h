// Reading documents: a document whose signature, parties and times were checked, and from it the document of its kind.
#pragma once

#include <boost/json/object.hpp>

#include "protocol/jws.h"

namespace sealcart::protocol {

// What a document has to be.
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
// Checks form, type, algorithm, key and its validity at the time of issue, signature; then iss, aud, times against
// `now`. Codes, all 400 unless said: document-malformed, document-type, document-algorithm, document-key (unknown kid
// or outside its validity), document-signature, document-issuer, document-audience, document-from-the-future,
// document-expired (410).
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

}  // namespace sealcart::protocol
