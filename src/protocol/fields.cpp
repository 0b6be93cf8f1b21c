#include "protocol/fields.h"

namespace sealcart::protocol {

std::optional<Money> money_fields(const boost::json::object& object) {
  const auto amount = integer_field(object, "amount");
  const auto code = text_field(object, "currency");
  const auto currency = code ? Currency::parse(*code) : std::nullopt;
  if (!amount || !currency || *amount < 1 || *amount > max_amount) return std::nullopt;
  return Money{*amount, *currency};
}

boost::json::object begin_payload(const Envelope& envelope, std::size_t members) {
  boost::json::object payload;
  payload.reserve(members + 5);
  payload.emplace("iss", envelope.issuer);
  payload.emplace("aud", envelope.audience);
  payload.emplace("jti", envelope.id);
  payload.emplace("iat", envelope.issued.seconds);
  if (envelope.expires) payload.emplace("exp", envelope.expires->seconds);
  return payload;
}

}  // namespace sealcart::protocol
