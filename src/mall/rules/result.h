// Whether a SettlementResult may settle the purchase that it names (seed S321, S812; SPEC section 2).
#pragma once

#include <optional>
#include <string_view>

#include "core/problem.h"
#include "mall/rules/purchase.h"

namespace sealcart::mall {

// In order of precedence.
enum class Acceptance {
  unknown_purchase,
  other_issuer,   // signed by another company than the one it was handed to
  other_request,  // answers another request
  other_amount,
  other_goods,
  replay,    // the same again: nothing to do, same answer
  conflict,  // settled with another result: an error that both sides log
  apply,
};
std::string_view name(Acceptance acceptance);

// `purchase`: the row that the result's `purchase` field names, or nullptr. `result` was verified. `issuer`: registry
// id of who signed it. There is no guard on time: money that moved after the request ran out has moved all the same.
Acceptance accept(const Purchase* purchase, const protocol::SettlementResult& result, std::string_view issuer,
                  std::string_view document_hash);

// What the sender is told; nullopt for replay and apply.
std::optional<Problem> refusal(Acceptance acceptance);

// Writes the result into the purchase; only after Acceptance::apply.
void settle(Purchase& purchase, const protocol::SettlementResult& result, std::string_view document_hash, Time now);

}  // namespace sealcart::mall
