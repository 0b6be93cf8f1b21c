// SettlementResult: what became of a PaymentRequest (SPEC section 2; seed S321). Travels server to server and by the
// browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "protocol/jws.h"

namespace sealcart::protocol {

// OK: settled. NO: the credit company declined. NG: the customer rejected.
enum class Outcome { ok, no, ng };
std::string_view name(Outcome outcome);  // "OK", "NO", "NG"
std::optional<Outcome> parse_outcome(std::string_view name);

struct SettlementResult {
  static constexpr std::string_view type = "sealcart.settlement-result+jws";
  Envelope envelope;  // never expires
  Outcome outcome;
  std::optional<std::string> receipt;   // OK only: receipt number, or in sealed-only mode the sealed customer
  std::optional<std::string> customer;  // OK only, sealed mode only: the sealed customer
  std::string purchase;                 // as in the request
  std::optional<std::string> goods;     // as in the request
  Money amount;                         // as in the request
  std::string request_hash;             // document_hash of the request
};

std::string encode(const SettlementResult& result, const Signer& signer);
// verify() and the fields; further code: settlement-result-fields.
Expected<SettlementResult> decode_settlement_result(std::string_view document, std::string_view issuer,
                                                    std::string_view audience, Time now,
                                                    const std::vector<VerifyKey>& keys);

}  // namespace sealcart::protocol
