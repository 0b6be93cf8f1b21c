// Refund: the mall gives back what the credit company captured, to a customer whom the mall does not know. Travels
// server to server.
#pragma once

#include <string>
#include <string_view>

#include "core/id.h"
#include "core/money.h"
#include "protocol/jws.h"

namespace sealcart::protocol {

struct Refund {
  static constexpr std::string_view type = "sealcart.refund+jws";
  Envelope envelope;    // never expires
  std::string receipt;  // Named::name of the settlement's receipt
  RefundNumber refund;  // the same refund again changes nothing
  Money amount;         // to give back; 1 … max_amount

  // The fields; code refund-fields.
  static Expected<Refund> read(Verified verified);
  friend bool operator==(const Refund&, const Refund&) = default;
};

std::string encode(const Refund& refund, const Signer& signer);

}  // namespace sealcart::protocol
