// Whether a label belongs to a parcel of data that this company expects (seed S324).
#pragma once

#include <optional>
#include <string>

#include "core/problem.h"
#include "protocol/disclosure.h"
#include "protocol/label.h"
#include "protocol/outcome.h"
#include "protocol/payment_request.h"

namespace sealcart::credit {

// What was settled under the number that the label bears.
struct LabelledReceipt {
  std::string mall;  // id
  protocol::Outcome outcome = protocol::Outcome::ng;
  protocol::GoodsKind kind = protocol::GoodsKind::physical;
  std::optional<std::string> sealed_goods;     // as they came from the mall, if they did
  std::optional<std::string> sealed_customer;  // as it went to the mall beside the number, if it did
  bool closed = false;                         // cancelled, or its time is over, before anything was claimed
};

// In order of precedence; nullopt when it is right. `held`: nullopt when the number is unknown. Problems, all 409:
// label-kind (of a shipping company), receipt-unknown (also another mall's, or not settled), parcel-kind (nothing
// digital was bought), parcel-withdrawn (nothing can be claimed for it any more), label-goods, label-customer.
std::optional<Problem> label_fault(const protocol::Label& label, const std::string& mall,
                                   const std::optional<LabelledReceipt>& held);

}  // namespace sealcart::credit
