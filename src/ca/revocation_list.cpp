#include "ca/revocation_list.h"

#include <openssl/pem.h>

#include <cassert>

namespace sealcart::ca {
namespace {

using RevokedEntry = std::unique_ptr<X509_REVOKED, Free<X509_REVOKED_free>>;

int code(Reason reason) {
  switch (reason) {
    case Reason::unspecified:
      return CRL_REASON_UNSPECIFIED;
    case Reason::key_compromise:
      return CRL_REASON_KEY_COMPROMISE;
    case Reason::affiliation_changed:
      return CRL_REASON_AFFILIATION_CHANGED;
    case Reason::superseded:
      return CRL_REASON_SUPERSEDED;
    case Reason::cessation_of_operation:
      return CRL_REASON_CESSATION_OF_OPERATION;
    case Reason::privilege_withdrawn:
      return CRL_REASON_PRIVILEGE_WITHDRAWN;
  }
  assert(false);
  return 0;
}

RevokedEntry make_entry(const RevokedSerial& revoked) {
  RevokedEntry entry(check(X509_REVOKED_new(), "make a revocation"));
  check(X509_REVOKED_set_serialNumber(entry.get(), serial_number(revoked.serial).get()), "set the serial number");
  check(X509_REVOKED_set_revocationDate(entry.get(), asn1_time(revoked.time).get()), "set the time");
  if (revoked.reason != Reason::unspecified) {  // RFC 5280: an unspecified reason is left out
    using Enumerated = std::unique_ptr<ASN1_ENUMERATED, Free<ASN1_ENUMERATED_free>>;
    const Enumerated reason(check(ASN1_ENUMERATED_new(), "make a reason"));
    check(ASN1_ENUMERATED_set(reason.get(), code(revoked.reason)), "set the reason");
    check(X509_REVOKED_add1_ext_i2d(entry.get(), NID_crl_reason, reason.get(), 0, X509V3_ADD_DEFAULT),
          "add the reason");
  }
  return entry;
}

}  // namespace

std::string_view text(Reason reason) {
  switch (reason) {
    case Reason::unspecified:
      return "unspecified";
    case Reason::key_compromise:
      return "keyCompromise";
    case Reason::affiliation_changed:
      return "affiliationChanged";
    case Reason::superseded:
      return "superseded";
    case Reason::cessation_of_operation:
      return "cessationOfOperation";
    case Reason::privilege_withdrawn:
      return "privilegeWithdrawn";
  }
  assert(false);
  return "";
}

std::optional<Reason> parse_reason(std::string_view name) {
  for (const Reason reason : all_reasons) {
    if (name == text(reason)) return reason;
  }
  return std::nullopt;
}

std::string make_revocation_list(const std::vector<RevokedSerial>& revoked, std::int64_t number, Period period,
                                 X509* issuer, const Key& issuer_key) {
  const RevocationList list(check(X509_CRL_new(), "make a revocation list"));
  check(X509_CRL_set_version(list.get(), X509_CRL_VERSION_2), "set the version");
  check(X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer)), "set the issuer");
  check(X509_CRL_set1_lastUpdate(list.get(), asn1_time(period.not_before).get()), "set the time");
  check(X509_CRL_set1_nextUpdate(list.get(), asn1_time(period.not_after).get()), "set the time");
  for (const RevokedSerial& serial : revoked) {
    RevokedEntry entry = make_entry(serial);
    check(X509_CRL_add0_revoked(list.get(), entry.get()), "add a revocation");
    (void)entry.release();  // the list owns it now
  }
  X509_CRL_sort(list.get());
  add_extension(list.get(), issuer, NID_authority_key_identifier, "keyid:always");
  const Integer count(check(ASN1_INTEGER_new(), "make a number"));
  check(ASN1_INTEGER_set_int64(count.get(), number), "set the number");
  check(X509_CRL_add1_ext_i2d(list.get(), NID_crl_number, count.get(), 0, X509V3_ADD_DEFAULT), "add the number");
  check(X509_CRL_sign(list.get(), issuer_key.get(), EVP_sha256()), "sign a revocation list");
  const Bio bio = writer();
  check(PEM_write_bio_X509_CRL(bio.get(), list.get()), "write a revocation list");
  return written(bio);
}

}  // namespace sealcart::ca
