// PaymentRequest: the mall asks the credit company to settle one purchase (SPEC section 2; seed S313, S314). Travels by
// the browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "protocol/jws.h"

namespace sealcart::protocol {

enum class GoodsKind { physical, digital };  // digital: a parcel of data will follow to the credit company
std::string_view name(GoodsKind kind);

// How much the sealing party lets cross (SPEC section 2, disclosure modes).
enum class Disclosure { sealed, number_only, sealed_only };
std::string_view name(Disclosure disclosure);  // "sealed", "number-only", "sealed-only"
std::optional<Disclosure> parse_disclosure(std::string_view name);

struct PaymentRequest {
  static constexpr std::string_view type = "sealcart.payment-request+jws";
  Envelope envelope;                 // expires is required
  std::string purchase;              // purchase number, or in sealed-only mode the sealed goods in its place
  Money amount;                      // including tax; 1 … max_amount
  std::optional<std::string> goods;  // sealed goods; only in sealed mode
  GoodsKind kind;
};

std::string encode(const PaymentRequest& request, const Signer& signer);
// verify() and the fields; further codes: payment-request-fields.
Expected<PaymentRequest> decode_payment_request(std::string_view document, std::string_view issuer,
                                                std::string_view audience, Time now,
                                                const std::vector<VerifyKey>& keys);
// The fields alone, from a document that was verified before (the page's keyed hash says so). Checks times again.
Expected<PaymentRequest> reread_payment_request(std::string_view document, Time now);

}  // namespace sealcart::protocol
