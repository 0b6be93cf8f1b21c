#include "protocol/settlement_result.h"

#include <boost/json.hpp>
#include <cassert>

#include "core/id.h"
#include "protocol/fields.h"
#include "seal/box.h"

namespace sealcart::protocol {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::ok:
      return "OK";
    case Outcome::no:
      return "NO";
    case Outcome::ng:
      return "NG";
  }
  assert(false);
  return {};
}

std::optional<Outcome> parse_outcome(std::string_view text) {
  for (const Outcome one : {Outcome::ok, Outcome::no, Outcome::ng}) {
    if (text == name(one)) return one;
  }
  return std::nullopt;
}

std::string encode(const SettlementResult& result, const Signer& signer) {
  assert((result.outcome == Outcome::ok) == result.receipt.has_value());
  assert(result.outcome == Outcome::ok || !result.customer);
  boost::json::object payload = begin_payload(result.envelope, 8);
  payload.emplace("outcome", name(result.outcome));
  if (result.receipt) payload.emplace("receipt", *result.receipt);
  if (result.customer) payload.emplace("customer", *result.customer);
  payload.emplace("purchase", result.purchase);
  if (result.goods) payload.emplace("goods", *result.goods);
  payload.emplace("amount", result.amount.minor);
  payload.emplace("currency", result.amount.currency.code());
  payload.emplace("request_hash", result.request_hash);
  return sign(SettlementResult::type, payload, signer);
}

Expected<SettlementResult> decode_settlement_result(std::string_view document, std::string_view issuer,
                                                    std::string_view audience, Time now,
                                                    const std::vector<VerifyKey>& keys) {
  auto verified = verify(document, {SettlementResult::type, issuer, audience, now}, keys);
  if (!verified) return tl::unexpected(verified.error());
  const auto refused = [](const char* detail) { return problem(400, "settlement-result-fields", detail); };
  const boost::json::object& payload = verified->payload;
  const auto outcome_text = text_field(payload, "outcome");
  const auto outcome = outcome_text ? parse_outcome(*outcome_text) : std::nullopt;
  const auto purchase = text_field(payload, "purchase"), hash = text_field(payload, "request_hash");
  const auto amount = money_fields(payload);
  if (!outcome || !purchase || !amount || !hash || hash->size() != 43) {
    return refused("A member is missing or not of its form.");
  }
  const auto optional_text = [&](const char* member) -> std::optional<std::string> {
    const auto text = text_field(payload, member);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  };
  SettlementResult result{std::move(verified->envelope),
                          *outcome,
                          optional_text("receipt"),
                          optional_text("customer"),
                          std::string(*purchase),
                          optional_text("goods"),
                          *amount,
                          std::string(*hash)};
  const bool ok = result.outcome == Outcome::ok;
  if (ok != result.receipt.has_value() || (!ok && result.customer)) {
    return refused("A receipt and a sealed customer belong to the outcome OK, and only to it.");
  }
  if (result.customer && !seal::is_sealed(seal::Subject::customer, *result.customer)) {
    return refused("The sealed customer is not a sealed text.");
  }
  if (ok && !is_id(*result.receipt) &&
      (result.customer || !seal::is_sealed(seal::Subject::customer, *result.receipt))) {
    return refused("The receipt is neither a number nor a sealed customer in its place.");
  }
  return result;
}

}  // namespace sealcart::protocol
