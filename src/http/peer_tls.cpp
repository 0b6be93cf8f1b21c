#include "http/peer_tls.h"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>

namespace sealcart::http {
namespace {

std::string one_line(const X509_NAME* name) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(length));
}

std::string end_of(const X509* certificate) {
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return {};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", end.tm_year + 1900, end.tm_mon + 1, end.tm_mday,
                     end.tm_hour, end.tm_min, end.tm_sec);
}

}  // namespace

PeerTls peer_tls(SSL* ssl) {
  PeerTls peer{.protocol = SSL_get_version(ssl), .cipher = SSL_get_cipher_name(ssl)};
  const X509* leaf = SSL_get0_peer_certificate(ssl);
  if (leaf == nullptr) return peer;
  peer.subject = one_line(X509_get_subject_name(leaf));
  peer.issuer = one_line(X509_get_issuer_name(leaf));
  peer.not_after = end_of(leaf);
  return peer;
}

std::string certificate_end(const std::string& file) {
  const BioPtr bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) return {};
  const CertificatePtr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  return certificate ? end_of(certificate.get()) : std::string();
}

}  // namespace sealcart::http
