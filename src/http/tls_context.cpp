#include "http/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "core/wipe.h"

namespace sealcart::http {

namespace {

struct Content {
  std::string certificate;
  std::string key;
  std::string authority;
  std::string crl;
};

std::string read_file(const std::string& path, const char* what) {
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file) content << file.rdbuf();
  if (!file || content.str().empty())
    throw std::runtime_error(std::string("cannot read the ") + what + " file " + path);
  return content.str();
}

std::string openssl_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  std::string text = reason == nullptr ? "unknown fault" : reason;
  ERR_clear_error();
  return text;
}

[[noreturn]] void refuse(const char* what, const std::string& path, const std::string& why) {
  throw std::runtime_error(std::string("the ") + what + " file " + path + " will not do: " + why);
}

BioPtr memory(const std::string& text) { return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

// A private key file with a password would make OpenSSL ask for one on the terminal.
int no_password(char*, int, int, void*) { return 0; }

void use_certificate(SSL_CTX* ssl, const TlsFiles& files, const Content& content) {
  ERR_clear_error();
  BioPtr bio = memory(content.certificate);
  CertificatePtr leaf(PEM_read_bio_X509_AUX(bio.get(), nullptr, no_password, nullptr));
  if (!leaf || SSL_CTX_use_certificate(ssl, leaf.get()) != 1)
    refuse("certificate", files.certificate, openssl_reason());
  for (;;) {
    CertificatePtr next(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
    if (!next) break;
    if (SSL_CTX_add1_chain_cert(ssl, next.get()) != 1) refuse("certificate", files.certificate, openssl_reason());
  }
  ERR_clear_error();
  BioPtr key_bio = memory(content.key);
  KeyPtr key(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, no_password, nullptr));
  if (!key) refuse("key", files.key, openssl_reason());
  if (X509_check_private_key(leaf.get(), key.get()) != 1 || SSL_CTX_use_PrivateKey(ssl, key.get()) != 1) {
    refuse("key", files.key, "it does not belong to the certificate " + files.certificate);
  }
}

void trust(SSL_CTX* ssl, const TlsFiles& files, const Content& content, TlsRole role) {
  if (content.authority.empty()) throw std::runtime_error("no authority file is configured to check partners against");
  X509_STORE* store = SSL_CTX_get_cert_store(ssl);
  BioPtr bio = memory(content.authority);
  int roots = 0;
  for (;; ++roots) {
    CertificatePtr root(PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr));
    if (!root) break;
    if (X509_STORE_add_cert(store, root.get()) != 1) refuse("authority", files.authority, openssl_reason());
    if (role == TlsRole::partner_server) SSL_CTX_add_client_CA(ssl, root.get());
  }
  if (roots == 0) refuse("authority", files.authority, openssl_reason());
  if (content.crl.empty()) return;
  BioPtr crl_bio = memory(content.crl);
  int lists = 0;
  for (;; ++lists) {
    CrlPtr crl(PEM_read_bio_X509_CRL(crl_bio.get(), nullptr, no_password, nullptr));
    if (!crl) break;
    if (X509_STORE_add_crl(store, crl.get()) != 1) refuse("revocation list", files.crl, openssl_reason());
  }
  if (lists == 0) refuse("revocation list", files.crl, openssl_reason());
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
}

constexpr unsigned char http_1_1[] = "\x08http/1.1";

int choose_protocol(SSL*, const unsigned char** out, unsigned char* length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, length, http_1_1, sizeof http_1_1 - 1, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301 section 3.2
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

void set_options(SSL_CTX* ssl, TlsRole role) {
  SSL_CTX_set_min_proto_version(ssl, TLS1_3_VERSION);
  SSL_CTX_set_max_proto_version(ssl, TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(ssl, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
  SSL_CTX_set_options(ssl, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (is_wiping()) SSL_CTX_set_options(ssl, SSL_OP_CLEANSE_PLAINTEXT);
  SSL_CTX_set_read_ahead(ssl, 1);  // one read() a record instead of two
  SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
  if (role == TlsRole::client) {
    SSL_CTX_set_alpn_protos(ssl, http_1_1, sizeof http_1_1 - 1);
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
    return;
  }
  SSL_CTX_set_alpn_select_cb(ssl, choose_protocol, nullptr);
  if (role == TlsRole::partner_server) {
    SSL_CTX_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    // A resumed session would not check the certificate again.
    SSL_CTX_set_num_tickets(ssl, 0);
    SSL_CTX_set_options(ssl, SSL_OP_NO_TICKET);
  }
}

SslContextPtr make_context(const TlsFiles& files, const Content& content, TlsRole role) {
  SslContextPtr ssl(SSL_CTX_new(role == TlsRole::client ? TLS_client_method() : TLS_server_method()));
  if (!ssl) throw std::runtime_error("cannot set up TLS: " + openssl_reason());
  set_options(ssl.get(), role);
  if (!content.certificate.empty()) {
    use_certificate(ssl.get(), files, content);
  } else if (role != TlsRole::client) {
    throw std::runtime_error("no certificate file is configured");
  }
  if (role != TlsRole::server) trust(ssl.get(), files, content, role);
  ERR_clear_error();
  return ssl;
}

Content read_all(const TlsFiles& files, TlsRole role) {
  Content content;
  content.certificate = read_file(files.certificate, "certificate");
  if (!files.certificate.empty()) content.key = read_file(files.key, "key");
  if (role != TlsRole::server) {
    content.authority = read_file(files.authority, "authority");
    content.crl = read_file(files.crl, "revocation list");
  }
  return content;
}

std::array<unsigned char, 32> digest_of(const Content& content) {
  std::string all;
  for (const std::string* part : {&content.certificate, &content.key, &content.authority, &content.crl}) {
    all += std::to_string(part->size()) + ":" + *part;
  }
  std::array<unsigned char, 32> digest{};
  EVP_Digest(all.data(), all.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  OPENSSL_cleanse(all.data(), all.size());
  return digest;
}

}  // namespace

TlsSource::TlsSource(TlsFiles files, TlsRole role) : files_(std::move(files)), role_(role) { reload(); }

std::shared_ptr<const TlsContext> TlsSource::current() const {
  std::lock_guard lock(mutex_);
  return context_;
}

void TlsSource::reload() {
  std::lock_guard one_at_a_time(reloading_);
  Content content = read_all(files_, role_);
  std::array<unsigned char, 32> digest = digest_of(content);
  if (context_ && digest == digest_) return;
  std::uint64_t next = generation() + 1;
  auto context = std::make_shared<const TlsContext>(make_context(files_, content, role_), next);
  OPENSSL_cleanse(content.key.data(), content.key.size());
  digest_ = digest;
  {
    std::lock_guard lock(mutex_);
    context_ = std::move(context);
  }
  generation_.store(next, std::memory_order_release);
}

std::optional<std::string> reject_peer(SSL* ssl, const TlsContext& context) {
  CertificatePtr leaf(SSL_get1_peer_certificate(ssl));
  if (!leaf) return "no certificate";
  StoreContextPtr check(X509_STORE_CTX_new());
  X509_STORE* store = SSL_CTX_get_cert_store(context.ssl.get());
  if (!check || X509_STORE_CTX_init(check.get(), store, leaf.get(), SSL_get_peer_cert_chain(ssl)) != 1) {
    return openssl_reason();
  }
  X509_STORE_CTX_set_default(check.get(), "ssl_client");
  bool good = X509_verify_cert(check.get()) == 1;
  ERR_clear_error();
  if (good) return std::nullopt;
  return X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
}

std::string peer_dns_name(SSL* ssl) {
  X509* leaf = SSL_get0_peer_certificate(ssl);
  if (leaf == nullptr) return {};
  using Names = std::unique_ptr<GENERAL_NAMES, OpenSslFree<GENERAL_NAMES_free>>;
  Names names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(leaf, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS) continue;
    const ASN1_IA5STRING* text = name->d.dNSName;
    std::string host(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<std::size_t>(ASN1_STRING_length(text)));
    if (host.find('\0') != std::string::npos) continue;
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return host;
  }
  return {};
}

}  // namespace sealcart::http
