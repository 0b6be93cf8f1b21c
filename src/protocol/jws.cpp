#include "protocol/jws.h"

#include <algorithm>
#include <boost/json.hpp>

#include "core/id.h"
#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {
namespace {

struct Parts {
  std::string_view signed_text;  // header.payload
  std::string_view header, payload, signature;
};

tl::unexpected<Problem> malformed() {
  return problem(400, "document-malformed", "This is not a compact JWS of a signed document.");
}

std::optional<Parts> split(std::string_view document) {
  const std::size_t first = document.find('.');
  const std::size_t second = first == std::string_view::npos ? first : document.find('.', first + 1);
  if (second == std::string_view::npos || document.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{document.substr(0, second), document.substr(0, first), document.substr(first + 1, second - first - 1),
               document.substr(second + 1)};
}

std::optional<boost::json::object> parse_object(std::string_view text) {
  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = 4;
  auto value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

// The key's name in a header that is byte for byte as sign() writes it, which needs no parser; nullopt when it is not.
std::optional<std::string> kid_as_signed(std::string_view header, std::string_view type) {
  constexpr std::string_view before = R"({"alg":"EdDSA","kid":")", between = R"(","typ":")", after = R"("})";
  if (!header.starts_with(before)) return std::nullopt;
  header.remove_prefix(before.size());
  const std::string_view kid = header.substr(0, header.find('"'));
  header.remove_prefix(kid.size());
  const bool rest = header.size() == between.size() + type.size() + after.size() && header.starts_with(between) &&
                    header.substr(between.size()).starts_with(type) && header.ends_with(after);
  if (!rest || !seal::is_base64url(kid)) return std::nullopt;
  return std::string(kid);
}

// The header must be what sign() writes: these three members, nothing that could change how the document is read
// ("crit", "b64" …).
Expected<std::string> read_header(std::string_view encoded, std::string_view type) {
  const auto text = seal::from_base64url(encoded);
  if (auto kid = text ? kid_as_signed(*text, type) : std::nullopt) return std::move(*kid);
  const auto header = text ? parse_object(*text) : std::nullopt;
  if (!header || header->size() != 3) return malformed();
  const auto algorithm = text_field(*header, "alg"), kid = text_field(*header, "kid"), typ = text_field(*header, "typ");
  if (!algorithm || !kid || !typ) return malformed();
  if (*typ != type) return problem(400, "document-type", "This is a document of another kind.");
  if (*algorithm != "EdDSA") return problem(400, "document-algorithm", "Documents are signed with EdDSA only.");
  return std::string(*kid);
}

// The issuer where sign() puts it, at the payload's begin, so that a document is parsed once, by verify(), which
// compares the issuer that it reads itself. nullopt: look for it in the whole payload.
std::optional<std::string> issuer_at_begin(std::string_view encoded) {
  constexpr std::size_t enough = 256;
  constexpr std::string_view before = R"({"iss":")";
  auto begin = seal::from_base64url(encoded.substr(0, enough));
  if (!begin || !begin->starts_with(before)) return std::nullopt;
  const std::size_t end = begin->find_first_of("\"\\", before.size());
  if (end == std::string::npos || (*begin)[end] != '"') return std::nullopt;
  return begin->substr(before.size(), end - before.size());
}

Expected<Envelope> read_envelope(const boost::json::object& payload) {
  const auto issuer = text_field(payload, "iss"), audience = text_field(payload, "aud"),
             id = text_field(payload, "jti");
  const auto issued = integer_field(payload, "iat");
  if (!issuer || !audience || !id || id->empty() || id->size() > 64 || !issued) return malformed();
  Envelope envelope{std::string(*issuer), std::string(*audience), std::string(*id), Time{*issued}, std::nullopt};
  if (payload.contains("exp")) {
    const auto expires = integer_field(payload, "exp");
    if (!expires) return malformed();
    envelope.expires = Time{*expires};
  }
  return envelope;
}

}  // namespace

std::string sign(std::string_view type, const boost::json::object& payload, const Signer& signer) {
  // The member order is fixed and nothing in it needs escaping: our types and thumbprints are plain ASCII.
  const std::string header = R"({"alg":"EdDSA","kid":")" + signer.kid + R"(","typ":")" + std::string(type) + R"("})";
  const std::string text = serialize(payload);
  std::string document = seal::base64url(seal::bytes(header));
  document.reserve(document.size() + text.size() * 4 / 3 + 100);
  document += '.';
  document += seal::base64url(seal::bytes(text));
  const seal::Signature signature = signer.key.sign(seal::bytes(document));
  document += '.';
  document += seal::base64url(signature);
  return document;
}

Expected<Claimed> peek(std::string_view document, std::string_view type) {
  if (document.size() > max_document_bytes) return malformed();
  const auto parts = split(document);
  if (!parts) return malformed();
  auto kid = read_header(parts->header, type);
  if (!kid) return tl::unexpected(kid.error());
  if (auto issuer = issuer_at_begin(parts->payload)) return Claimed{std::move(*issuer), std::move(*kid)};
  const auto text = seal::from_base64url(parts->payload);
  const auto payload = text ? parse_object(*text) : std::nullopt;
  const auto issuer = payload ? text_field(*payload, "iss") : std::nullopt;
  if (!issuer) return malformed();
  return Claimed{std::string(*issuer), std::move(*kid)};
}

std::string claimed_type(std::string_view document) {
  const auto parts = document.size() > max_document_bytes ? std::nullopt : split(document);
  const auto text = parts ? seal::from_base64url(parts->header) : std::nullopt;
  const auto header = text ? parse_object(*text) : std::nullopt;
  const auto type = header ? text_field(*header, "typ") : std::nullopt;
  return std::string(type.value_or(""));
}

Expected<Verified> verify(std::string_view document, const Expectation& expect, const std::vector<VerifyKey>& keys) {
  if (document.size() > max_document_bytes) return malformed();
  const auto parts = split(document);
  if (!parts) return malformed();
  const auto kid = read_header(parts->header, expect.type);
  if (!kid) return tl::unexpected(kid.error());
  const auto key = std::find_if(keys.begin(), keys.end(), [&](const VerifyKey& k) { return k.kid == *kid; });
  if (key == keys.end()) return problem(400, "document-key", "The key that signed this document is not known.");
  const auto signature_text = seal::from_base64url(parts->signature);
  seal::Signature signature{};
  if (!signature_text || signature_text->size() != signature.size()) return malformed();
  std::copy(signature_text->begin(), signature_text->end(), signature.begin());
  if (!seal::verify(key->key, seal::bytes(parts->signed_text), signature)) {
    return problem(400, "document-signature", "The signature of this document does not fit: it was altered.");
  }
  // From here on the text is the signer's own.
  const auto payload_text = seal::from_base64url(parts->payload);
  if (!payload_text) return malformed();
  auto payload = parse_object(*payload_text);
  if (!payload) return malformed();
  auto envelope = read_envelope(*payload);
  if (!envelope) return tl::unexpected(envelope.error());
  if (envelope->issuer != expect.issuer) {
    return problem(400, "document-issuer", "This document names another issuer than the party whose key signed it.");
  }
  if (envelope->audience != expect.audience) {
    return problem(400, "document-audience", "This document is meant for another party.");
  }
  if (envelope->issued < key->not_before || envelope->issued > key->not_after) {
    return problem(400, "document-key", "The key was not valid when this document was signed.");
  }
  if (envelope->issued > expect.now + clock_skew_seconds) {
    return problem(400, "document-from-the-future", "This document was issued in the future: check the clocks.");
  }
  const auto& expires = envelope->expires;
  if (expires && *expires <= expect.now) {
    return problem(410, "document-expired", "This document has expired.");
  }
  return Verified{std::move(*envelope), std::move(*payload)};
}

std::string document_hash(std::string_view document) { return seal::base64url(seal::sha256(seal::bytes(document))); }

seal::Digest request_key(std::string_view mall_origin, std::string_view purchase) {
  if (const auto number = id_bytes(purchase)) {
    seal::Digest key = seal::sha256(seal::bytes(mall_origin));
    std::copy_backward(key.begin(), key.begin() + 16, key.end());
    std::copy(number->begin(), number->end(), key.begin());
    return key;
  }
  std::string named(mall_origin);
  named += '\n';
  named += purchase;
  return seal::sha256(seal::bytes(named));
}

Expected<Verified> reread(std::string_view document, Time now) {
  const auto parts = split(document);
  if (!parts) return malformed();
  const auto text = seal::from_base64url(parts->payload);
  if (!text) return malformed();
  auto payload = parse_object(*text);
  if (!payload) return malformed();
  auto envelope = read_envelope(*payload);
  if (!envelope) return tl::unexpected(envelope.error());
  const auto& expires = envelope->expires;
  if (expires && *expires <= now) {
    return problem(410, "document-expired", "This document has expired.");
  }
  return Verified{std::move(*envelope), std::move(*payload)};
}

}  // namespace sealcart::protocol
