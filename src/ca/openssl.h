// OpenSSL's objects with owners, and its failures as exceptions.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/world.h"

namespace sealcart::ca {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using SigningRequest = std::unique_ptr<X509_REQ, Free<X509_REQ_free>>;
using RevocationList = std::unique_ptr<X509_CRL, Free<X509_CRL_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using Integer = std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>>;
using Asn1Time = std::unique_ptr<ASN1_TIME, Free<ASN1_TIME_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;

// Throws std::runtime_error naming `what` and OpenSSL's own reason.
[[noreturn]] void fail(const char* what);

// For calls whose failure is an operating fault (memory, a broken library), never the reader's mistake.
template <class T>
T* check(T* result, const char* what) {
  if (result == nullptr) fail(what);
  return result;
}
inline void check(int result, const char* what) {
  if (result <= 0) fail(what);
}

// A read-only view of `text`, which must outlive it.
Bio reader(std::string_view text);
Bio writer();
std::string written(const Bio& bio);

Asn1Time asn1_time(Time time);
Time time_of(const ASN1_TIME* time);

// An extension from OpenSSL's configuration syntax ("critical,CA:TRUE"), added to a certificate or a revocation list.
// `issuer` and `subject` are what the key identifiers come from.
void add_extension(X509* certificate, X509* issuer, int nid, const char* value);
void add_extension(X509_CRL* list, X509* issuer, int nid, const char* value);

}  // namespace sealcart::ca
