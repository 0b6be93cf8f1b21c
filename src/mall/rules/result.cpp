#include "mall/rules/result.h"

#include <cassert>

namespace sealcart::mall {

std::string_view name(Acceptance acceptance) {
  switch (acceptance) {
    case Acceptance::unknown_purchase:
      return "unknown_purchase";
    case Acceptance::other_issuer:
      return "other_issuer";
    case Acceptance::other_request:
      return "other_request";
    case Acceptance::other_amount:
      return "other_amount";
    case Acceptance::other_goods:
      return "other_goods";
    case Acceptance::replay:
      return "replay";
    case Acceptance::conflict:
      return "conflict";
    case Acceptance::apply:
      return "apply";
  }
  assert(false);
  return {};
}

Acceptance accept(const Purchase* purchase, const protocol::SettlementResult& result, std::string_view issuer,
                  std::string_view document_hash) {
  if (purchase == nullptr) return Acceptance::unknown_purchase;
  if (purchase->partner != issuer) return Acceptance::other_issuer;
  if (purchase->request_hash != result.request_hash) return Acceptance::other_request;
  if (purchase->amount != result.amount) return Acceptance::other_amount;
  if (purchase_field(*purchase) != result.purchase || goods_field(*purchase) != result.goods) {
    return Acceptance::other_goods;
  }
  if (purchase->state == State::pending) return Acceptance::apply;
  if (purchase->result_hash == document_hash) return Acceptance::replay;
  // A company that signs the same answer anew (another key, another jti) says nothing new.
  if (purchase->state == state_of(result.outcome) && purchase->receipt == result.receipt &&
      purchase->sealed_customer == result.customer) {
    return Acceptance::replay;
  }
  return Acceptance::conflict;
}

std::optional<Problem> refusal(Acceptance acceptance) {
  switch (acceptance) {
    case Acceptance::unknown_purchase:
      return Problem{404, "purchase-unknown", "No purchase of this mall is so named."};
    case Acceptance::other_issuer:
      return Problem{403, "result-issuer", "The purchase was handed to another company than the one that signed."};
    case Acceptance::other_request:
      return Problem{409, "result-request", "The hash is not that of the purchase's payment request."};
    case Acceptance::other_amount:
      return Problem{409, "result-amount", "Amount or currency is not that of the payment request."};
    case Acceptance::other_goods:
      return Problem{409, "result-goods", "The sealed goods are not those of the payment request."};
    case Acceptance::conflict:
      return Problem{409, "result-conflict", "The purchase is settled with a different result already."};
    case Acceptance::replay:
    case Acceptance::apply:
      return std::nullopt;
  }
  assert(false);
  return std::nullopt;
}

void settle(Purchase& purchase, const protocol::SettlementResult& result, std::string_view document_hash, Time now) {
  assert(purchase.state == State::pending);
  purchase.state = state_of(result.outcome);
  purchase.receipt = result.receipt;
  purchase.sealed_customer = result.customer;
  purchase.result_hash = std::string(document_hash);
  purchase.settled = now;
}

}  // namespace sealcart::mall
