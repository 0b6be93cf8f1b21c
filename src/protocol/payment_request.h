// PaymentRequest: the mall asks the credit company to settle one purchase (SPEC section 2; seed S313, S314). Travels by
// the browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "protocol/disclosure.h"
#include "protocol/jws.h"

namespace sealcart::protocol {

enum class GoodsKind { physical, digital };  // digital: a parcel of data will follow to the credit company
std::string_view name(GoodsKind kind);

struct PaymentRequest {
  static constexpr std::string_view type = "sealcart.payment-request+jws";
  Envelope envelope;  // expires is required
  Named purchase;     // members "purchase" and "goods"
  Money amount;       // including tax; 1 … max_amount
  GoodsKind kind;

  // The fields; code payment-request-fields.
  static Expected<PaymentRequest> read(Verified verified);
  friend bool operator==(const PaymentRequest&, const PaymentRequest&) = default;
};

std::string encode(const PaymentRequest& request, const Signer& signer);

}  // namespace sealcart::protocol
