// SettlementResult: what became of a PaymentRequest (SPEC section 2; seed S321). Travels server to server and by the
// browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "protocol/disclosure.h"
#include "protocol/jws.h"
#include "protocol/outcome.h"

namespace sealcart::protocol {

struct SettlementResult {
  static constexpr std::string_view type = "sealcart.settlement-result+jws";
  Envelope envelope;  // never expires
  Outcome outcome;
  std::optional<Named> receipt;  // OK only: members "receipt" and "customer"
  Named purchase;                // as in the request
  Money amount;                  // as in the request
  std::string request_hash;      // document_hash of the request

  // The fields; code settlement-result-fields.
  static Expected<SettlementResult> read(Verified verified);
  friend bool operator==(const SettlementResult&, const SettlementResult&) = default;
};

std::string encode(const SettlementResult& result, const Signer& signer);

}  // namespace sealcart::protocol
