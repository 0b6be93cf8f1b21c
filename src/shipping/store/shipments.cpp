#include "shipping/store/shipments.h"

#include <cassert>

#include "shipping/store/columns.h"

namespace sealcart::shipping::store {
namespace {

protocol::Outcome stored_outcome(std::int64_t value) {
  assert(value >= 0 && value <= 2);
  return static_cast<protocol::Outcome>(value);
}

}  // namespace

std::optional<Answered> find_answered(sql::Connection& connection, const seal::Digest& request_key) {
  static const sql::Statement find{"SELECT outcome, number, document FROM shipment WHERE request_key = $1"};
  const sql::Rows rows = connection.query(find, {blob(request_key)});
  if (rows.empty()) return std::nullopt;
  return Answered{stored_outcome(rows.integer(0, 0)), text_or_empty(rows, 0, 1), rows.text(0, 2)};
}

std::vector<ShipmentListed> list_shipments(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement find{
      "SELECT id, at, mall, number, outcome, parcels, service, amount, currency FROM shipment ORDER BY id DESC "
      "LIMIT $1"};
  const sql::Rows rows = connection.query(find, {most});
  std::vector<ShipmentListed> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({.id = rows.integer(i, 0),
                    .at = rows.integer(i, 1),
                    .mall = rows.text(i, 2),
                    .number = text_or_empty(rows, i, 3),
                    .outcome = stored_outcome(rows.integer(i, 4)),
                    .parcels = rows.text(i, 5),
                    .service = rows.text(i, 6),
                    .cash_on_delivery = stored_money(rows, i, 7)});
  }
  return list;
}

}  // namespace sealcart::shipping::store
