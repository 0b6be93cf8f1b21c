// Whether a company's answer may settle the hand-over that it names: a SettlementResult or a ShippingReceipt (seed
// S321, S812, S1221, S1511; SPEC section 2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "mall/rules/purchase.h"
#include "protocol/settlement_result.h"
#include "protocol/shipping_receipt.h"

namespace sealcart::mall {

// What both kinds of answer say.
struct Reply {
  State outcome = State::ng;
  protocol::Named purchase;
  std::string request_hash;
  std::optional<Money> amount;           // a settlement's
  std::optional<protocol::Named> gives;  // when ok: the receipt, or the shipment
};
Reply reply_of(protocol::SettlementResult result);
Reply reply_of(protocol::ShippingReceipt receipt);

// In order of precedence.
enum class Acceptance {
  unknown_purchase,
  other_issuer,   // signed by another company than the one it was handed to
  other_request,  // answers another request
  other_amount,
  other_goods,
  replay,      // the same again: nothing to do, same answer
  conflict,    // answered differently before: an error that both sides log
  superseded,  // the parcel has been accepted by another company meanwhile
  apply,
};
std::string_view name(Acceptance acceptance);

// `handover`: the row that the reply's `purchase` names, or nullptr. `shipped`: another hand-over of the same purchase
// has been accepted for shipping. The reply was verified. `issuer`: registry id of who signed it. There is no guard on
// time: money that moved after the request ran out has moved all the same.
Acceptance accept(const Handover* handover, bool shipped, const Reply& reply, std::string_view issuer,
                  std::string_view document_hash);

// What the sender is told; nullopt for replay and apply.
std::optional<Problem> refusal(Acceptance acceptance);

// Writes the reply into the hand-over; only after Acceptance::apply.
void answer(Handover& handover, const Reply& reply, std::string_view document_hash, Time now);

// What becomes of the whole purchase in state `before`, when the answer to `handover` has been applied. A hand-over
// that collects money decides it; cash on delivery stays bought however other companies answer later, and open while
// `others_wait`: another company that may still collect it has not answered.
State bought(State before, const Handover& handover, bool others_wait);

}  // namespace sealcart::mall
