// ShippingReceipt: what became of a ShippingRequest (SPEC section 2; seed S1221). Travels server to server and by the
// browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/disclosure.h"
#include "protocol/jws.h"
#include "protocol/outcome.h"

namespace sealcart::protocol {

struct ShippingReceipt {
  static constexpr std::string_view type = "sealcart.shipping-receipt+jws";
  Envelope envelope;  // never expires
  Outcome outcome;
  std::optional<Named> shipping;  // OK only: members "shipping" and "addressee"
  Named purchase;                 // as in the request
  std::string request_hash;       // document_hash of the request

  // The fields; code shipping-receipt-fields.
  static Expected<ShippingReceipt> read(Verified verified);
  friend bool operator==(const ShippingReceipt&, const ShippingReceipt&) = default;
};

std::string encode(const ShippingReceipt& receipt, const Signer& signer);

}  // namespace sealcart::protocol
