// Reading the members of a document's payload. For the codecs of this folder.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string_view>

#include "core/money.h"
#include "protocol/company_number.h"
#include "protocol/disclosure.h"
#include "protocol/jws.h"
#include "protocol/outcome.h"
#include "protocol/parcel.h"

namespace sealcart::protocol {

inline bool has_field(const boost::json::object& object, std::string_view name) {
  return object.contains(boost::json::string_view(name.data(), name.size()));
}
// nullopt when absent or of another type.
inline std::optional<std::string_view> text_field(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(boost::json::string_view(name.data(), name.size()));
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string().data(), value->get_string().size());
}
inline std::optional<std::int64_t> integer_field(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(boost::json::string_view(name.data(), name.size()));
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}
inline std::optional<bool> bool_field(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(boost::json::string_view(name.data(), name.size()));
  if (value == nullptr || !value->is_bool()) return std::nullopt;
  return value->get_bool();
}
// A number of one of the kinds in core/id.h.
template <class Number>
std::optional<Number> number_field(const boost::json::object& object, std::string_view name) {
  const auto text = text_field(object, name);
  return text ? Number::parse(*text) : std::nullopt;
}
// Within 1970 … 9999, which every calendar can show.
std::optional<Time> time_field(const boost::json::object& object, std::string_view name);
// Members "amount" and "currency"; nullopt unless 1 … max_amount of a currency that we know.
std::optional<Money> money_fields(const boost::json::object& object);
void put_money(boost::json::object& payload, const Money& money);
// The hash of another document or of a sealed text: base64url of 32 bytes.
std::optional<std::string_view> hash_field(const boost::json::object& object, std::string_view name);

// A numbered thing in its two members; `sealed` may be absent. Only that both are texts: is_named() checks their form.
std::optional<Named> named_fields(const boost::json::object& object, std::string_view name, std::string_view sealed);
void put_named(boost::json::object& payload, std::string_view name, std::string_view sealed, const Named& named);
// The same in an answer, where the outcome OK, and it alone, has one. The outer nullopt: not so, or not of its form.
std::optional<std::optional<Named>> reply_fields(const boost::json::object& object, std::string_view name,
                                                 std::string_view sealed, seal::Subject subject, Outcome outcome);

// What a company took on, in its one member. nullopt unless exactly one of the two is there, by number or by seal.
std::optional<CompanyNumber> company_number_field(const boost::json::object& object);
// The same where the document is for companies of one kind.
std::optional<std::string> company_number_field(const boost::json::object& object, NumberKind kind);

// Members "parcel" and "of"; nullopt unless is_parcel.
std::optional<Parcel> parcel_fields(const boost::json::object& object);
void put_parcel(boost::json::object& payload, const Parcel& parcel);

// The envelope's members, first of every payload.
boost::json::object begin_payload(const Envelope& envelope, std::size_t members);

}  // namespace sealcart::protocol
