// VoidRequest: the mall will claim no more of a settlement; what is authorised and not captured is released. Travels
// server to server. The same again changes nothing.
#pragma once

#include <string>
#include <string_view>

#include "protocol/jws.h"

namespace sealcart::protocol {

struct VoidRequest {
  static constexpr std::string_view type = "sealcart.void+jws";
  Envelope envelope;    // never expires
  std::string receipt;  // Named::name of the settlement's receipt

  // The fields; code void-fields.
  static Expected<VoidRequest> read(Verified verified);
  friend bool operator==(const VoidRequest&, const VoidRequest&) = default;
};

std::string encode(const VoidRequest& request, const Signer& signer);

}  // namespace sealcart::protocol
