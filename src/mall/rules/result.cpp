#include "mall/rules/result.h"

#include <cassert>

namespace sealcart::mall {

Reply reply_of(protocol::SettlementResult result) {
  return {state_of(result.outcome), std::move(result.purchase), std::move(result.request_hash), result.amount,
          std::move(result.receipt)};
}

Reply reply_of(protocol::ShippingReceipt receipt) {
  return {state_of(receipt.outcome), std::move(receipt.purchase), std::move(receipt.request_hash), std::nullopt,
          std::move(receipt.shipping)};
}

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
    case Acceptance::superseded:
      return "superseded";
    case Acceptance::apply:
      return "apply";
  }
  assert(false);
  return {};
}

Acceptance accept(const Handover* handover, bool shipped, const Reply& reply, std::string_view issuer,
                  std::string_view document_hash) {
  if (handover == nullptr) return Acceptance::unknown_purchase;
  if (handover->partner != issuer) return Acceptance::other_issuer;
  if (handover->request_hash != reply.request_hash) return Acceptance::other_request;
  if (handover->role == Role::credit && handover->amount != reply.amount) return Acceptance::other_amount;
  if (named(*handover) != reply.purchase) return Acceptance::other_goods;
  if (handover->state != State::pending) {
    // A company that signs the same answer anew (another key, another jti) says nothing new.
    const bool same =
        handover->reply_hash == document_hash || (handover->state == reply.outcome && handover->reply == reply.gives);
    return same ? Acceptance::replay : Acceptance::conflict;
  }
  if (shipped && reply.outcome == State::ok) return Acceptance::superseded;
  return Acceptance::apply;
}

std::optional<Problem> refusal(Acceptance acceptance) {
  switch (acceptance) {
    case Acceptance::unknown_purchase:
      return Problem{404, "purchase-unknown", "No purchase of this mall is so named."};
    case Acceptance::other_issuer:
      return Problem{403, "result-issuer", "The purchase was handed to another company than the one that signed."};
    case Acceptance::other_request:
      return Problem{409, "result-request", "The hash is not that of the purchase's request."};
    case Acceptance::other_amount:
      return Problem{409, "result-amount", "Amount or currency is not that of the payment request."};
    case Acceptance::other_goods:
      return Problem{409, "result-goods", "The purchase is not named as in the request."};
    case Acceptance::conflict:
      return Problem{409, "result-conflict", "The purchase is answered with a different result already."};
    case Acceptance::superseded:
      return Problem{409, "result-superseded", "Another company has accepted this parcel meanwhile."};
    case Acceptance::replay:
    case Acceptance::apply:
      return std::nullopt;
  }
  assert(false);
  return std::nullopt;
}

void answer(Handover& handover, const Reply& reply, std::string_view document_hash, Time now) {
  assert(handover.state == State::pending);
  handover.state = reply.outcome;
  handover.reply = reply.gives;
  handover.reply_hash = std::string(document_hash);
  handover.answered = now;
}

State bought(State before, const Handover& handover, bool others_wait) {
  if (!handover.amount || before == State::ok) return before;
  if (others_wait && handover.state != State::ok) return before;
  return handover.state;
}

}  // namespace sealcart::mall
