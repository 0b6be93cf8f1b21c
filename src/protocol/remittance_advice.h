// RemittanceAdvice: what a payment to the mall pays (SPEC section 2; seed S328, S1228). Travels server to server. A
// payment of many items is told in parts, each a document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/money.h"
#include "protocol/company_number.h"
#include "protocol/jws.h"

namespace sealcart::protocol {

inline constexpr std::size_t max_remittance_items = 300;   // in one part
inline constexpr std::size_t max_remittance_parts = 1000;  // of one payout

// collected: cash at the door. correction: of what an earlier payout said.
enum class RemittanceKind { capture, refund, chargeback, collected, correction };
std::string_view name(RemittanceKind kind);  // as above
std::optional<RemittanceKind> parse_remittance_kind(std::string_view name);

struct RemittanceItem {
  std::string name;  // CompanyNumber::name
  RemittanceKind kind;
  // Minor units, at most max_amount to either side: positive for a capture and for what was collected, negative for a
  // refund and a chargeback, any for a correction.
  std::int64_t amount;
  std::int64_t fee;  // 0 … max_amount: what the company keeps
  friend bool operator==(const RemittanceItem&, const RemittanceItem&) = default;
};

struct RemittanceAdvice {
  static constexpr std::string_view type = "sealcart.remittance-advice+jws";
  Envelope envelope;  // never expires
  PayoutNumber payout;
  std::int64_t part, parts;  // 1 ≤ part ≤ parts ≤ max_remittance_parts
  Time date;                 // of the payment
  Currency currency;
  NumberKind numbers;  // which member names each item: the company's kind
  std::vector<RemittanceItem> items;

  // Member "total": what this part adds to the payment, Σ (amount − fee); zero or negative where more was given back.
  std::int64_t total() const;

  // The fields, the total among them; code remittance-advice-fields.
  static Expected<RemittanceAdvice> read(Verified verified);
  friend bool operator==(const RemittanceAdvice&, const RemittanceAdvice&) = default;
};

// The items of a payout in their order, cut so that each part fits in a document: few of the long names of sealed-only
// mode do. The maker numbers the parts.
std::vector<std::vector<RemittanceItem>> cut_into_parts(std::vector<RemittanceItem> items);

// `advice.items` are one of cut_into_parts.
std::string encode(const RemittanceAdvice& advice, const Signer& signer);

}  // namespace sealcart::protocol
