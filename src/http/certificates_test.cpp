#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "http/certificates_for_test.h"

namespace sealcart::http::test {

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "http_test_XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& content) const {
  std::ofstream(path_ / name, std::ios::binary) << content;
}

static KeyPtr make_key() { return KeyPtr(EVP_EC_gen("P-256")); }

template <class T, class Write>
static std::string to_pem(Write write, T* object) {
  BioPtr bio(BIO_new(BIO_s_mem()));
  EXPECT_EQ(write(bio.get(), object), 1);
  char* text = nullptr;
  long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(length));
}

static void name_it(X509_NAME* name, const std::string& text) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                             0);
}

static void extend(X509* certificate, int nid, const std::string& value) {
  std::unique_ptr<X509_EXTENSION, OpenSslFree<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
  ASSERT_TRUE(extension);
  X509_add_ext(certificate, extension.get(), -1);
}

static CertificatePtr make_certificate(const std::string& subject, long serial, long begins_in, long ends_in,
                                       EVP_PKEY* key) {
  CertificatePtr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), begins_in);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), ends_in);
  X509_set_pubkey(certificate.get(), key);
  name_it(X509_get_subject_name(certificate.get()), subject);
  return certificate;
}

Authority::Authority(const std::string& name)
    : key_(make_key()), root_(make_certificate(name, 1, -7200, 7200, key_.get())) {
  X509_set_issuer_name(root_.get(), X509_get_subject_name(root_.get()));
  extend(root_.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(root_.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  X509_sign(root_.get(), key_.get(), EVP_sha256());
}

std::string Authority::root_pem() const { return to_pem(PEM_write_bio_X509, root_.get()); }

Authority::Issued Authority::issue(const Leaf& leaf) const {
  KeyPtr key = make_key();
  CertificatePtr certificate = make_certificate(leaf.host, leaf.serial, leaf.begins_in, leaf.ends_in, key.get());
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(root_.get()));
  extend(certificate.get(), NID_subject_alt_name, "DNS:" + leaf.host);
  extend(certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  X509_sign(certificate.get(), key_.get(), EVP_sha256());
  BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  long length = BIO_get_mem_data(bio.get(), &text);
  return {to_pem(PEM_write_bio_X509, certificate.get()), std::string(text, static_cast<std::size_t>(length))};
}

std::string Authority::crl_pem(const std::vector<long>& revoked_serials) const {
  CrlPtr crl(X509_CRL_new());
  X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(root_.get()));
  std::unique_ptr<ASN1_TIME, OpenSslFree<ASN1_TIME_free>> time(X509_gmtime_adj(nullptr, -60));
  X509_CRL_set1_lastUpdate(crl.get(), time.get());
  for (long serial : revoked_serials) {
    X509_REVOKED* revoked = X509_REVOKED_new();
    std::unique_ptr<ASN1_INTEGER, OpenSslFree<ASN1_INTEGER_free>> number(ASN1_INTEGER_new());
    ASN1_INTEGER_set(number.get(), serial);
    X509_REVOKED_set_serialNumber(revoked, number.get());
    X509_REVOKED_set_revocationDate(revoked, time.get());
    X509_CRL_add0_revoked(crl.get(), revoked);
  }
  X509_gmtime_adj(time.get(), 3600);
  X509_CRL_set1_nextUpdate(crl.get(), time.get());
  X509_CRL_sort(crl.get());
  X509_CRL_sign(crl.get(), key_.get(), EVP_sha256());
  return to_pem(PEM_write_bio_X509_CRL, crl.get());
}

TlsFiles files_of(const Folder& folder, const std::string& name, const Authority::Issued& issued,
                  const std::string& authority, const std::string& crl) {
  folder.write(name + ".pem", issued.certificate_pem);
  folder.write(name + ".key", issued.key_pem);
  TlsFiles files{folder.path(name + ".pem"), folder.path(name + ".key"), {}, {}};
  if (!authority.empty()) files.authority = folder.path(authority);
  if (!crl.empty()) files.crl = folder.path(crl);
  return files;
}

std::string Answer::header(const std::string& name) const {
  std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  at += name.size() + 4;
  return head.substr(at, head.find("\r\n", at) - at);
}

RawClient::Socket::~Socket() {
  if (fd >= 0) ::close(fd);
}

RawClient::RawClient(std::uint16_t port, int max_version) {
  static const SslContextPtr context(SSL_CTX_new(TLS_client_method()));
  socket_.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  timeval ten_seconds{10, 0};
  setsockopt(socket_.fd, SOL_SOCKET, SO_RCVTIMEO, &ten_seconds, sizeof ten_seconds);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return;
  ssl_.reset(SSL_new(context.get()));
  SSL_set_max_proto_version(ssl_.get(), max_version);
  SSL_set_fd(ssl_.get(), socket_.fd);
  connected_ = SSL_connect(ssl_.get()) == 1;
}

RawClient::~RawClient() {
  if (connected_ && ssl_) SSL_shutdown(ssl_.get());
}

void RawClient::send(const std::string& bytes) {
  ASSERT_TRUE(connected_);
  // Fails when the server has closed already, which the reading will show.
  SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
}

std::string RawClient::some() {
  if (!in_.empty()) return std::exchange(in_, {});
  char space[16 * 1024];
  int count = SSL_read(ssl_.get(), space, sizeof space);
  return count > 0 ? std::string(space, static_cast<std::size_t>(count)) : std::string();
}

Answer RawClient::receive(bool to_head) {
  Answer answer;
  std::string in;
  auto more = [&] {
    std::string next = some();
    in += next;
    return !next.empty();
  };
  while (in.find("\r\n\r\n") == std::string::npos) {
    if (!more()) return answer;
  }
  std::size_t end = in.find("\r\n\r\n") + 2;
  answer.head = in.substr(0, end);
  in.erase(0, end + 2);
  answer.status = std::atoi(answer.head.c_str() + 9);
  if (answer.header("Transfer-Encoding") == "chunked") {
    while (!in.ends_with("0\r\n\r\n")) {
      if (!more()) break;
    }
    answer.body = in;
    return answer;
  }
  std::size_t length = to_head ? 0 : static_cast<std::size_t>(std::atol(answer.header("Content-Length").c_str()));
  while (in.size() < length) {
    if (!more()) break;
  }
  answer.body = in.substr(0, length);
  in_ = in.size() > length ? in.substr(length) : "";
  return answer;
}

}  // namespace sealcart::http::test
