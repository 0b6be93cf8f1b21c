#include "mall/store/record.h"

#include "mall/store/handover_row.h"
#include "seal/sign.h"
#include "sql/columns.h"

namespace sealcart::mall::store {

Record record_of(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement bought{
      "SELECT number, code_hash, offer_hash, amount, currency, digital, physical, created, state, kept_goods "
      "FROM purchase WHERE number = $1"};
  static const sql::Statement handed{
      "SELECT number, purchase_hash, role, partner, sealed_goods, disclosure, amount, currency, parcels, service, "
      "request_document, request_hash, created, expires, state, reply_name, reply_sealed, reply_hash, answered, "
      "left_goods, packed, returned FROM handover WHERE purchase = $1 ORDER BY id"};
  static const sql::Statement packed{
      "SELECT p.n, p.state, p.value, p.prints, p.label, p.packed, p.changed FROM parcel p "
      "JOIN handover h ON h.number = p.handover WHERE h.purchase = $1 ORDER BY p.n"};
  static const sql::Statement claimed{
      "SELECT c.number, c.amount, c.currency, c.last, c.evidence, c.document, c.created FROM claim c "
      "JOIN handover h ON h.number = c.handover WHERE h.purchase = $1"};
  Record record;
  sql::append_columns(record, "purchase", bought.text, connection.query(bought, {purchase}));
  sql::append_columns(record, "handover", handed.text, connection.query(handed, {purchase}));
  sql::append_columns(record, "parcel", packed.text, connection.query(packed, {purchase}));
  sql::append_columns(record, "claim", claimed.text, connection.query(claimed, {purchase}));
  return record;
}

}  // namespace sealcart::mall::store
