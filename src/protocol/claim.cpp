#include "protocol/claim.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {

std::string encode(const Claim& claim, const Signer& signer) {
  assert(claim.amount.minor >= 1 && claim.amount.minor <= max_amount);
  boost::json::object payload = begin_payload(claim.envelope, 6);
  payload.emplace("receipt", claim.receipt);
  payload.emplace("claim", claim.claim.text());
  put_money(payload, claim.amount);
  payload.emplace("last", claim.last);
  payload.emplace("evidence", claim.evidence);
  return sign(Claim::type, payload, signer);
}

Expected<Claim> Claim::read(Verified verified) {
  const boost::json::object& payload = verified.payload;
  auto receipt = company_number_field(payload, NumberKind::receipt);
  auto claim = number_field<ClaimNumber>(payload, "claim");
  const auto amount = money_fields(payload);
  const auto last = bool_field(payload, "last");
  const auto evidence = hash_field(payload, "evidence");
  if (!receipt || !claim || !amount || !last || !evidence) {
    return problem(400, "claim-fields", "A member is missing or not of its form.");
  }
  return Claim{std::move(verified.envelope), std::move(*receipt), std::move(*claim), *amount, *last,
               std::string(*evidence)};
}

std::string evidence_of(const std::array<unsigned char, 32>& salt, std::string_view text) {
  std::string salted(salt.begin(), salt.end());
  salted += text;
  return seal::base64url(seal::sha256(seal::bytes(salted)));
}

}  // namespace sealcart::protocol
