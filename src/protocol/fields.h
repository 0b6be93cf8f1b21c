// Reading the members of a document's payload. For the codecs of this folder.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string_view>

#include "core/money.h"
#include "protocol/jws.h"

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

// The envelope's members, first of every payload.
boost::json::object begin_payload(const Envelope& envelope, std::size_t members);

// The payload of a document that this process verified before; checks exp again, nothing else.
Expected<Verified> reread(std::string_view document, Time now);

}  // namespace sealcart::protocol
