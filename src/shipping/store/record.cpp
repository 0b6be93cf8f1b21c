#include "shipping/store/record.h"

#include "shipping/store/shipments.h"
#include "sql/columns.h"

namespace sealcart::shipping::store {

Record record_of(sql::Connection& connection, const seal::Digest& request_key) {
  static const sql::Statement shipped{
      "SELECT mall, purchase, request_hash, outcome, number, parcels, service, amount, currency, sealed_goods, "
      "sealed_addressee, document, at FROM shipment WHERE request_key = $1"};
  Record record;
  sql::append_columns(record, "shipment", shipped.text, connection.query(shipped, {blob(request_key)}));
  return record;
}

}  // namespace sealcart::shipping::store
