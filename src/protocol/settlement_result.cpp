#include "protocol/settlement_result.h"

#include <boost/json.hpp>
#include <cassert>

#include "protocol/fields.h"
#include "protocol/verified.h"

namespace sealcart::protocol {

std::string encode(const SettlementResult& result, const Signer& signer) {
  assert((result.outcome == Outcome::ok) == result.receipt.has_value());
  boost::json::object payload = begin_payload(result.envelope, 8);
  payload.emplace("outcome", name(result.outcome));
  if (result.receipt) put_named(payload, "receipt", "customer", *result.receipt);
  put_named(payload, "purchase", "goods", result.purchase);
  put_money(payload, result.amount);
  payload.emplace("request_hash", result.request_hash);
  return sign(SettlementResult::type, payload, signer);
}

Expected<SettlementResult> SettlementResult::read(Verified verified) {
  const auto refused = [](const char* detail) { return problem(400, "settlement-result-fields", detail); };
  const boost::json::object& payload = verified.payload;
  const auto outcome_text = text_field(payload, "outcome");
  const auto outcome = outcome_text ? parse_outcome(*outcome_text) : std::nullopt;
  auto purchase = named_fields(payload, "purchase", "goods");
  const auto hash = hash_field(payload, "request_hash");
  const auto amount = money_fields(payload);
  if (!outcome || !purchase || !amount || !hash) return refused("A member is missing or not of its form.");
  auto receipt = reply_fields(payload, "receipt", "customer", seal::Subject::customer, *outcome);
  if (!receipt) {
    return refused("A receipt, by number or by sealed customer, belongs to the outcome OK, and only to it.");
  }
  return SettlementResult{std::move(verified.envelope), *outcome, std::move(*receipt),
                          std::move(*purchase),         *amount,  std::string(*hash)};
}

}  // namespace sealcart::protocol
