#include "mall/desk/claim_for.h"

#include <cassert>

#include "protocol/claim.h"

namespace sealcart::mall {

store::ClaimRow claim_for(const exchange::Party& party, const Handover& payment, const Money& amount, bool last,
                          std::string evidence, Time now) {
  assert(payment.reply);
  const auto company = party.partners.by_id(payment.partner);
  assert(company);
  store::ClaimRow row{.number = {}, .handover = payment.number, .amount = amount, .last = last};
  row.evidence = std::move(evidence);
  row.created = now;
  party.random.fill(std::as_writable_bytes(std::span(row.salt)));
  const ClaimNumber number = ClaimNumber::make(party.random, now);
  row.number = number.text();
  const protocol::Claim claim{.envelope = {party.config.origin, company->origin, random_id(party.random), now, {}},
                              .receipt = payment.reply->name,
                              .claim = number,
                              .amount = amount,
                              .last = last,
                              .evidence = protocol::evidence_of(row.salt, row.evidence)};
  row.document = protocol::encode(claim, party.keys.signer(now));
  return row;
}

}  // namespace sealcart::mall
