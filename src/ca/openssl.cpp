#include "ca/openssl.h"

#include <openssl/err.h>

#include <climits>
#include <ctime>
#include <stdexcept>

namespace sealcart::ca {

void fail(const char* what) {
  char reason[256] = "no reason given";
  if (const unsigned long code = ERR_get_error(); code != 0) ERR_error_string_n(code, reason, sizeof reason);
  ERR_clear_error();
  throw std::runtime_error(std::string("OpenSSL could not ") + what + ": " + reason);
}

Bio reader(std::string_view text) {
  if (text.size() > INT_MAX) fail("read so long a text");
  return Bio(check(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), "make a buffer"));
}

Bio writer() { return Bio(check(BIO_new(BIO_s_mem()), "make a buffer")); }

std::string written(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

Asn1Time asn1_time(Time time) { return Asn1Time(check(ASN1_TIME_adj(nullptr, time.seconds, 0, 0), "write a time")); }

Time time_of(const ASN1_TIME* time) {
  std::tm parts{};
  check(ASN1_TIME_to_tm(time, &parts), "read a time");
  return {timegm(&parts)};
}

namespace {

using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;

Extension make_extension(X509* issuer, X509* subject, X509_CRL* list, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, subject, nullptr, list, 0);
  return Extension(check(X509V3_EXT_conf_nid(nullptr, &context, nid, value), "make an extension"));
}

}  // namespace

void add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
  const Extension extension = make_extension(issuer, certificate, nullptr, nid, value);
  check(X509_add_ext(certificate, extension.get(), -1), "add an extension");
}

void add_extension(X509_CRL* list, X509* issuer, int nid, const char* value) {
  const Extension extension = make_extension(issuer, nullptr, list, nid, value);
  check(X509_CRL_add_ext(list, extension.get(), -1), "add an extension");
}

}  // namespace sealcart::ca
