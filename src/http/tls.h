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

}  // namespace sealcart::http
