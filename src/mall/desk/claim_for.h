// Claims as the desk makes them (seed S324).
#pragma once

#include <string>

#include "exchange/party.h"
#include "mall/rules/purchase.h"
#include "mall/store/claims.h"

namespace sealcart::mall {

// A signed claim for `amount` of a settled hand-over, with a salt of its own; for store::add_claim. `evidence`: what
// was handed over, a ShippingReceipt document or the Label documents of digital parcels, each on a line. `last`:
// nothing more of the purchase will be claimed.
store::ClaimRow claim_for(const exchange::Party& party, const Handover& payment, const Money& amount, bool last,
                          std::string evidence, Time now);

}  // namespace sealcart::mall
