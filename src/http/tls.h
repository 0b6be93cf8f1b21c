// Which certificate a server or client shows, and whom it believes. Files are PEM.
#pragma once

#include <string>

namespace sealcart::http {

struct TlsFiles {
  std::string certificate;  // leaf first, then intermediates
  std::string key;          // private key of the leaf, unencrypted, mode 0600
  std::string authority;    // trusted roots for partners (and for the client side of this server)
  std::string crl;          // revocation lists of every authority in the chain; empty: none is checked
};

// What was seen of a partner's TLS: for `partner test` and the operators' console.
struct PeerTls {
  std::string protocol;  // "TLSv1.3"
  std::string cipher;
  std::string subject;
  std::string issuer;
  std::string not_after;  // RFC 3339
};

// One try at a connection with a partner, from either side.
struct Meeting {
  std::string host;        // DNS name of the partner; empty when its certificate was not taken and names nobody
  bool to_partner = true;  // we connected to it, not it to us
  PeerTls tls;             // empty when there was none
  std::string outcome;     // "ok", or why not
};

// Until when the first certificate of a PEM file holds, RFC 3339; empty when there is none.
std::string certificate_end(const std::string& file);

}  // namespace sealcart::http
