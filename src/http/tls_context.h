// What OpenSSL needs of TlsFiles, loaded whole or not at all, and the questions that are asked of a peer's certificate.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/openssl_ptr.h"
#include "http/tls.h"

namespace sealcart::http {

enum class TlsRole {
  server,          // asks no certificate of its clients
  partner_server,  // asks one and checks it
  client,
};

struct TlsContext {
  SslContextPtr ssl;
  std::uint64_t generation = 0;
};

// The present context of a server or client. Safe from any thread.
class TlsSource {
 public:
  // Throws std::runtime_error with a sentence for the operator.
  TlsSource(TlsFiles files, TlsRole role);
  std::shared_ptr<const TlsContext> current() const;
  std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }
  // Loads again when the content of a file changed. Throws as the constructor does and keeps what was.
  void reload();

 private:
  TlsFiles files_;
  TlsRole role_;
  std::mutex reloading_;
  std::array<unsigned char, 32> digest_{};  // of the files' content
  mutable std::mutex mutex_;
  std::shared_ptr<const TlsContext> context_;
  std::atomic<std::uint64_t> generation_ = 0;
};

// Checks the client certificate of an open connection again, against the authority and revocation lists of `context`.
// The reason when it does not hold any more.
std::optional<std::string> reject_peer(SSL* ssl, const TlsContext& context);
// First DNS name of the peer's certificate (subjectAltName), in lower case; empty when it has none.
std::string peer_dns_name(SSL* ssl);

}  // namespace sealcart::http
