#include "credit/store/paid.h"

#include <cassert>
#include <string>

namespace sealcart::credit::store {
namespace {

void mark_captures(sql::Connection& connection, std::int64_t card, std::int64_t change) {
  static const sql::Statement find{"SELECT " SEALCART_COVERED_BY("$1")};
  // Only those that the change has passed over: a card's history is long.
  static const sql::Statement set{
      "UPDATE mall_item SET covered = $4 WHERE card = $1 AND kind = 0 AND card_total > $2 AND card_total <= $3"};
  const std::int64_t after = connection.query(find, {card}).integer(0, 0), before = after + change;
  if (before < after) {
    connection.execute(set, {card, before, after, std::int64_t{1}});
  } else {
    connection.execute(set, {card, after, before, std::int64_t{0}});
  }
}

void mark_statements(sql::Connection& connection, std::int64_t card) {
  static const sql::Statement lock{
      "SELECT u.id, c.currency FROM card c JOIN customer u ON u.id = c.customer WHERE c.id = $1",
      "SELECT u.id, c.currency FROM card c JOIN customer u ON u.id = c.customer WHERE c.id = $1 "
      "FOR NO KEY UPDATE OF u"};
  const sql::Rows owner = connection.query(lock, {card});
  assert(owner.size() == 1);
  const std::string& customer = owner.text(0, 0);
  const std::string& currency = owner.text(0, 1);
  const std::int64_t covered = covered_of(connection, customer, currency);
  static const sql::Statement set{
      "UPDATE statement SET paid = 1 WHERE customer = $1 AND currency = $2 AND paid = 0 AND captured <= $3"};
  static const sql::Statement unset{
      "UPDATE statement SET paid = 0 WHERE customer = $1 AND currency = $2 AND paid = 1 AND captured > $3 "
      "AND closing > 0"};
  connection.execute(set, {customer, currency, covered});
  connection.execute(unset, {customer, currency, covered});
}

}  // namespace

std::int64_t captured_by(sql::Connection& connection, std::int64_t card) {
  static const sql::Statement find{"SELECT " SEALCART_CAPTURED_BY("$1")};
  return connection.query(find, {card}).integer(0, 0);
}

std::int64_t covered_of(sql::Connection& connection, std::string_view customer, std::string_view currency) {
  static const sql::Statement find{"SELECT " SEALCART_COVERED_OF("$1", "$2")};
  return connection.query(find, {customer, currency}).integer(0, 0);
}

void mark_paid(sql::Connection& connection, std::int64_t card, std::int64_t change) {
  mark_captures(connection, card, change);
  mark_statements(connection, card);
}

}  // namespace sealcart::credit::store
