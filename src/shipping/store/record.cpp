#include "shipping/store/record.h"

#include "shipping/store/shipments.h"
#include "sql/columns.h"

namespace sealcart::shipping::store {

Record record_of(sql::Connection& connection, const seal::Digest& request_key) {
  static const sql::Statement shipped{
      "SELECT mall, purchase, request_hash, outcome, number, parcels, service, amount, currency, sealed_goods, "
      "sealed_addressee, document, at FROM shipment WHERE request_key = $1"};
  static const sql::Statement taken{
      "SELECT p.number, p.n, p.m, p.size_class, p.label, p.state, p.due, p.currency, p.received, p.changed FROM parcel "
      "p "
      "JOIN shipment s ON s.id = p.shipment WHERE s.request_key = $1 ORDER BY p.n"};
  static const sql::Statement collected{
      "SELECT c.amount, c.currency, c.at FROM cash c JOIN parcel p ON p.id = c.parcel "
      "JOIN shipment s ON s.id = p.shipment WHERE s.request_key = $1 ORDER BY p.n"};
  Record record;
  sql::append_columns(record, "shipment", shipped.text, connection.query(shipped, {blob(request_key)}));
  sql::append_columns(record, "parcel", taken.text, connection.query(taken, {blob(request_key)}));
  sql::append_columns(record, "cash", collected.text, connection.query(collected, {blob(request_key)}));
  return record;
}

}  // namespace sealcart::shipping::store
