// Reading of shipments: the stored answer of a request, and lists for the operator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "protocol/outcome.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

// A shipment's stored answer.
struct Answered {
  protocol::Outcome outcome;
  std::string number;  // empty unless OK
  std::string document;
};
std::optional<Answered> find_answered(sql::Connection& connection, const seal::Digest& request_key);

// For the operator, newest first, at most `most`. Nothing of the addressee.
struct ShipmentListed {
  std::int64_t id, at;
  std::string mall, number;  // number: empty unless OK
  protocol::Outcome outcome;
  std::string parcels, service;
  std::optional<Money> cash_on_delivery;
};
std::vector<ShipmentListed> list_shipments(sql::Connection& connection, std::int64_t most);

inline sql::Blob blob(const seal::Digest& digest) { return std::as_bytes(std::span(digest)); }

}  // namespace sealcart::shipping::store
