#include "ca/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "ca/names.h"

namespace sealcart::ca {
namespace {

constexpr std::size_t serial_bytes = 16;
constexpr std::size_t max_common_name = 64;  // RFC 5280 appendix A.1, ub-common-name
constexpr std::int64_t backdating = 300;     // seconds

using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

std::string to_text(const BIGNUM* number) {
  std::array<unsigned char, serial_bytes> bytes{};
  if (BN_bn2binpad(number, bytes.data(), serial_bytes) < 0) return {};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string random_serial() {
  std::array<unsigned char, serial_bytes> bytes{};
  check(RAND_bytes(bytes.data(), serial_bytes), "draw a serial number");
  return to_text(Number(check(BN_bin2bn(bytes.data(), serial_bytes, nullptr), "make a number")).get());
}

// All but extensions and signature.
Certificate make_certificate(const std::string& common_name, EVP_PKEY* key, Period period) {
  assert(period.not_before < period.not_after);
  Certificate certificate(check(X509_new(), "make a certificate"));
  X509* x = certificate.get();
  check(X509_set_version(x, X509_VERSION_3), "set the version");
  check(X509_set_serialNumber(x, serial_number(random_serial()).get()), "set the serial number");
  check(X509_set1_notBefore(x, asn1_time(period.not_before).get()), "set the time");
  check(X509_set1_notAfter(x, asn1_time(period.not_after).get()), "set the time");
  check(X509_set_pubkey(x, key), "set the key");
  if (!common_name.empty()) {
    check(X509_NAME_add_entry_by_NID(X509_get_subject_name(x), NID_commonName, MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(common_name.data()),
                                     static_cast<int>(common_name.size()), -1, 0),
          "set the subject");
  }
  return certificate;
}

void sign(X509* certificate, X509* issuer, const Key& issuer_key) {
  check(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)), "set the issuer");
  add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  check(X509_sign(certificate, issuer_key.get(), EVP_sha256()), "sign a certificate");
}

const char* extended_usage(Kind kind) {
  switch (kind) {
    case Kind::party:
      return "serverAuth,clientAuth";
    case Kind::server:
      return "serverAuth";
    case Kind::client:
      return "clientAuth";
  }
  assert(false);
  return "";
}

}  // namespace

std::string_view text(Kind kind) {
  switch (kind) {
    case Kind::party:
      return "party";
    case Kind::server:
      return "server";
    case Kind::client:
      return "client";
  }
  assert(false);
  return "";
}

std::optional<Kind> parse_kind(std::string_view name) {
  for (const Kind kind : {Kind::party, Kind::server, Kind::client}) {
    if (name == text(kind)) return kind;
  }
  return std::nullopt;
}

Period period_from(Time now, int days) { return {now - backdating, now + std::int64_t{days} * 86400}; }

Certificate make_root(std::string_view name, const Key& key, Period period) {
  Certificate root = make_certificate(std::string(name) + " Root", key.get(), period);
  add_extension(root.get(), root.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:1");
  add_extension(root.get(), root.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(root.get(), root.get(), key);
  return root;
}

Certificate make_intermediate(std::string_view name, const Key& key, Period period, X509* root, const Key& root_key) {
  Certificate intermediate = make_certificate(std::string(name) + " Intermediate", key.get(), period);
  add_extension(intermediate.get(), root, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(intermediate.get(), root, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(intermediate.get(), root, NID_ext_key_usage, "serverAuth,clientAuth");
  sign(intermediate.get(), root, root_key);
  return intermediate;
}

Certificate make_leaf(const Leaf& leaf, EVP_PKEY* key, X509* issuer, const Key& issuer_key) {
  assert(!leaf.names.empty());
  // The common name is for people who read a list. TLS looks at subjectAltName alone, critical when there is no other.
  const bool named = leaf.names.front().size() <= max_common_name;
  Certificate certificate = make_certificate(named ? leaf.names.front() : "", key, leaf.period);
  X509* x = certificate.get();
  add_extension(x, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(x, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(x, issuer, NID_ext_key_usage, extended_usage(leaf.kind));
  check(X509_add1_ext_i2d(x, NID_subject_alt_name, general_names(leaf.names).get(), named ? 0 : 1, X509V3_ADD_DEFAULT),
        "add the names");
  sign(x, issuer, issuer_key);
  return certificate;
}

Expected<Certificate> read_certificate(std::string_view text) {
  Certificate certificate(PEM_read_bio_X509(reader(text).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!certificate) return problem(400, "certificate-malformed", "This is no certificate in PEM.");
  return certificate;
}

std::string pem(X509* certificate) {
  const Bio bio = writer();
  check(PEM_write_bio_X509(bio.get(), certificate), "write a certificate");
  return written(bio);
}

std::string serial_text(const X509* certificate) {
  return to_text(
      Number(check(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr), "read a serial")).get());
}

bool is_serial(std::string_view text) {
  return text.size() == 2 * serial_bytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Integer serial_number(std::string_view text) {
  assert(is_serial(text));
  BIGNUM* number = nullptr;
  check(BN_hex2bn(&number, std::string(text).c_str()), "read a serial number");
  const Number owner(number);
  return Integer(check(BN_to_ASN1_INTEGER(number, nullptr), "write a serial number"));
}

Period period_of(const X509* certificate) {
  return {time_of(X509_get0_notBefore(certificate)), time_of(X509_get0_notAfter(certificate))};
}

}  // namespace sealcart::ca
