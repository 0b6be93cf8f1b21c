// Certificates of a Sealcart authority (RFC 5280): a root, an intermediate under it, and the parties' leaves under
// that.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ca/openssl.h"
#include "core/problem.h"

namespace sealcart::ca {

// What a leaf may be shown for. A party is both: a server to its customers, a client to its partners.
enum class Kind { party, server, client };
std::string_view text(Kind kind);
std::optional<Kind> parse_kind(std::string_view text);

struct Period {
  Time not_before;
  Time not_after;
  friend bool operator==(const Period&, const Period&) = default;
};
// From five minutes ago, for partners whose clocks are behind, to `days` from now.
Period period_from(Time now, int days);

// `name` is the authority's, at most 48 bytes of UTF-8.
Certificate make_root(std::string_view name, const Key& key, Period period);
Certificate make_intermediate(std::string_view name, const Key& key, Period period, X509* root, const Key& root_key);

struct Leaf {
  const std::vector<std::string>& names;  // as parse_names gives them
  Kind kind;
  Period period;
};
Certificate make_leaf(const Leaf& leaf, EVP_PKEY* key, X509* issuer, const Key& issuer_key);

// Problem "certificate-malformed". Of a chain, the first.
Expected<Certificate> read_certificate(std::string_view pem);
std::string pem(X509* certificate);

// 128 random bits as 32 lower-case hexadecimal digits.
std::string serial_text(const X509* certificate);
bool is_serial(std::string_view text);
Integer serial_number(std::string_view text);

Period period_of(const X509* certificate);

}  // namespace sealcart::ca
