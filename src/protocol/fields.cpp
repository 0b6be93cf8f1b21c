#include "protocol/fields.h"

namespace sealcart::protocol {

std::optional<Time> time_field(const boost::json::object& object, std::string_view name) {
  constexpr std::int64_t end_of_9999 = 253'402'300'799;
  const auto seconds = integer_field(object, name);
  if (!seconds || *seconds < 0 || *seconds > end_of_9999) return std::nullopt;
  return Time{*seconds};
}

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
  return hash && hash->size() == 43 && seal::is_base64url(*hash) ? hash : std::nullopt;
}

std::optional<Named> named_fields(const boost::json::object& object, std::string_view name, std::string_view sealed) {
  const auto text = text_field(object, name);
  if (!text) return std::nullopt;
  Named named{std::string(*text), std::nullopt};
  if (has_field(object, sealed)) {
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
  if (outcome != Outcome::ok) {
    if (has_field(object, name) || has_field(object, sealed)) return std::nullopt;
    return std::optional<Named>();
  }
  auto named = named_fields(object, name, sealed);
  if (!named || !is_named(subject, *named)) return std::nullopt;
  return named;
}

std::optional<std::string> company_number_field(const boost::json::object& object, NumberKind kind) {
  const auto text = text_field(object, name(kind));
  if (!text || !is_named(subject(kind), {std::string(*text), std::nullopt})) return std::nullopt;
  return std::string(*text);
}

std::optional<CompanyNumber> company_number_field(const boost::json::object& object) {
  const bool receipt = has_field(object, name(NumberKind::receipt));
  if (receipt == has_field(object, name(NumberKind::shipping))) return std::nullopt;
  const NumberKind kind = receipt ? NumberKind::receipt : NumberKind::shipping;
  auto text = company_number_field(object, kind);
  if (!text) return std::nullopt;
  return CompanyNumber{kind, std::move(*text)};
}

std::optional<Parcel> parcel_fields(const boost::json::object& object) {
  const auto n = integer_field(object, "parcel"), of = integer_field(object, "of");
  if (!n || !of || !is_parcel({*n, *of})) return std::nullopt;
  return Parcel{*n, *of};
}

void put_parcel(boost::json::object& payload, const Parcel& parcel) {
  payload.emplace("parcel", parcel.n);
  payload.emplace("of", parcel.of);
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
