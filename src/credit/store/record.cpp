#include "credit/store/record.h"

#include "credit/store/secrets.h"
#include "sql/columns.h"

namespace sealcart::credit::store {

Record record_of(sql::Connection& connection, const seal::Digest& purchase_key) {
  static const sql::Statement settled{
      "SELECT mall, purchase, request_hash, outcome, receipt, card, amount, currency, goods_kind, sealed_goods, "
      "sealed_customer, document, at FROM settlement WHERE purchase_key = $1"};
  static const sql::Statement card{
      "SELECT c.number_hash, c.number_sealed, c.last4, c.currency FROM card c JOIN settlement s ON s.card = c.id "
      "WHERE s.purchase_key = $1"};
  static const sql::Statement customer{
      "SELECT u.name, u.address, u.phone, u.email, u.employer, u.password_hash FROM customer u "
      "JOIN card c ON c.customer = u.id JOIN settlement s ON s.card = c.id WHERE s.purchase_key = $1"};
  Record record;
  sql::append_columns(record, "settlement", settled.text, connection.query(settled, {blob(purchase_key)}));
  sql::append_columns(record, "card", card.text, connection.query(card, {blob(purchase_key)}));
  sql::append_columns(record, "customer", customer.text, connection.query(customer, {blob(purchase_key)}));
  return record;
}

}  // namespace sealcart::credit::store
