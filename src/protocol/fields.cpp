#include "protocol/fields.h"

namespace sealcart::protocol {

std::optional<Money> money_fields(const boost::json::object& object) {
  const auto amount = integer_field(object, "amount");
  const auto code = text_field(object, "currency");
  const auto currency = code ? Currency::parse(*code) : std::nullopt;
  if (!amount || !currency || *amount < 1 || *amount > max_amount) return std::nullopt;
  return Money{*amount, *currency};
}

void put_money(boost::json::object& payload, const Money& money) {
  payload.emplace("amount", money.minor);
  payload.emplace("currency", money.currency.code());
}

std::optional<std::string_view> hash_field(const boost::json::object& object, std::string_view name) {
  const auto hash = text_field(object, name);
  return hash && hash->size() == 43 ? hash : std::nullopt;
}

std::optional<Named> named_fields(const boost::json::object& object, std::string_view name, std::string_view sealed) {
  const auto text = text_field(object, name);
  if (!text) return std::nullopt;
  Named named{std::string(*text), std::nullopt};
  if (object.contains(boost::json::string_view(sealed.data(), sealed.size()))) {
    const auto sealed_text = text_field(object, sealed);
    if (!sealed_text) return std::nullopt;
    named.sealed = std::string(*sealed_text);
  }
  return named;
}

void put_named(boost::json::object& payload, std::string_view name, std::string_view sealed, const Named& named) {
  payload.emplace(name, named.name);
  if (named.sealed) payload.emplace(sealed, *named.sealed);
}

std::optional<std::optional<Named>> reply_fields(const boost::json::object& object, std::string_view name,
                                                 std::string_view sealed, seal::Subject subject, Outcome outcome) {
  const auto there = [&](std::string_view member) {
    return object.contains(boost::json::string_view(member.data(), member.size()));
  };
  if (outcome != Outcome::ok) {
    if (there(name) || there(sealed)) return std::nullopt;
    return std::optional<Named>();
  }
  auto named = named_fields(object, name, sealed);
  if (!named || !is_named(subject, *named)) return std::nullopt;
  return named;
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
