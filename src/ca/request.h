// PKCS#10 signing requests (RFC 2986): what a party sends to the authority.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ca/openssl.h"
#include "core/problem.h"

namespace sealcart::ca {

struct NewRequest {
  std::string key_pem;  // unencrypted PKCS#8: for the server's key file, mode 0600
  std::string pem;      // the request
};
// A new key and a request for `names`. Problem "bad-name" or "no-name".
Expected<NewRequest> make_request(const std::vector<std::string>& names);

// What the authority takes from a request: the key, and the names in subjectAltName. All else in it is ignored.
struct CheckedRequest {
  Key key;
  std::vector<std::string> names;
};
// Problem "request-malformed", "request-signature" (the sender does not hold the key), "request-key" (too weak, or of a
// kind that TLS clients do not take), "bad-name" or "no-name".
Expected<CheckedRequest> read_request(std::string_view pem);

}  // namespace sealcart::ca
