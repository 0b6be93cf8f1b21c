#include "shipping/store/accept.h"

#include "exchange/store/outbox.h"

namespace sealcart::shipping::store {
namespace {

sql::Param text_or_null(const std::string& text) {
  return text.empty() ? sql::Param(nullptr) : sql::Param(std::string_view(text));
}

void insert_shipment(sql::Connection& connection, const Accept& op) {
  static const sql::Statement insert{
      "INSERT INTO shipment (request_key, mall, purchase, request_hash, outcome, number, number_key, parcels, service, "
      "amount, currency, sealed_goods, sealed_addressee, document, at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};
  const bool ok = op.outcome == protocol::Outcome::ok;
  const auto& cash = op.cash_on_delivery;
  connection.execute(
      insert, {blob(op.request_key), op.mall, op.purchase, op.request_hash, static_cast<std::int64_t>(op.outcome),
               text_or_null(op.number), ok ? sql::Param(blob(op.number_key)) : sql::Param(nullptr), op.parcels,
               op.service, cash ? sql::Param(cash->minor) : sql::Param(nullptr),
               cash ? sql::Param(cash->currency.code()) : sql::Param(nullptr), text_or_null(op.sealed_goods),
               text_or_null(op.sealed_addressee), op.document, op.at.seconds});
}

}  // namespace

seal::Digest number_key(std::string_view number_given) { return seal::sha256(seal::bytes(number_given)); }

void accept_one_by_one(sql::Connection& connection, std::span<Accept* const> batch) {
  for (Accept* op : batch) {
    op->existing = find_answered(connection, op->request_key);
    if (op->existing) continue;
    insert_shipment(connection, *op);
    exchange::store::put(connection, op->mall, op->document, op->at);
  }
}

void accept(sql::Connection& connection, std::span<Accept* const> batch) {
  if (connection.dialect() == sql::Dialect::postgres) {
    accept_as_arrays(connection, batch);
  } else {
    accept_one_by_one(connection, batch);
  }
}

}  // namespace sealcart::shipping::store
