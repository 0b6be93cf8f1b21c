// Reading the members of a document's payload. For the codecs of this folder.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string_view>

#include "core/money.h"
#include "protocol/disclosure.h"
#include "protocol/jws.h"
#include "protocol/outcome.h"

namespace sealcart::protocol {

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
// Members "amount" and "currency"; nullopt unless 1 … max_amount of a currency that we know.
std::optional<Money> money_fields(const boost::json::object& object);
void put_money(boost::json::object& payload, const Money& money);
// The hash of another document: 43 characters.
std::optional<std::string_view> hash_field(const boost::json::object& object, std::string_view name);

// A numbered thing in its two members; `sealed` may be absent. Only that both are texts: is_named() checks their form.
std::optional<Named> named_fields(const boost::json::object& object, std::string_view name, std::string_view sealed);
void put_named(boost::json::object& payload, std::string_view name, std::string_view sealed, const Named& named);
// The same in an answer, where the outcome OK, and it alone, has one. The outer nullopt: not so, or not of its form.
std::optional<std::optional<Named>> reply_fields(const boost::json::object& object, std::string_view name,
                                                 std::string_view sealed, seal::Subject subject, Outcome outcome);

// The envelope's members, first of every payload.
boost::json::object begin_payload(const Envelope& envelope, std::size_t members);

}  // namespace sealcart::protocol
