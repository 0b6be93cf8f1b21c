// Reading what the operators' console shows of the other side's certificate.
#pragma once

#include "http/openssl_ptr.h"
#include "http/tls.h"

namespace sealcart::http {

// Of a connection whose handshake is done.
PeerTls peer_tls(SSL* ssl);

}  // namespace sealcart::http
