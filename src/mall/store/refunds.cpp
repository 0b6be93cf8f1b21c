#include "mall/store/refunds.h"

#include "exchange/store/outbox.h"
#include "mall/store/reckonings.h"

namespace sealcart::mall::store {
namespace {

Money money(const sql::Rows& rows, std::size_t row, std::size_t column) {
  return {rows.integer(row, column), Currency::parse(rows.text(row, column + 1)).value()};
}

std::int64_t claimed(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement sum{"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM claim WHERE handover = $1"};
  return connection.query(sum, {handover}).integer(0, 0);
}

std::int64_t refunded(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement sum{"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM refund WHERE handover = $1"};
  return connection.query(sum, {handover}).integer(0, 0);
}

// Nothing more of a purchase is to be packed, also for a company that has not answered yet.
void end_packing(sql::Connection& connection, std::string_view purchase, Time now) {
  static const sql::Statement end{
      "UPDATE purchase SET kept_goods = NULL, digital_packed = COALESCE(digital_packed, $2) WHERE number = $1"};
  static const sql::Statement parcels{
      "UPDATE handover SET left_goods = NULL, packed = 1 WHERE purchase = $1 AND role = 'shipping'"};
  connection.execute(end, {purchase, now.seconds});
  connection.execute(parcels, {purchase});
}

}  // namespace

Moved moved(sql::Connection& connection, const Handover& handover) {
  static const sql::Statement last{"SELECT 1 FROM claim WHERE handover = $1 AND last = 1"};
  const bool authorised = handover.role == Role::credit && handover.state == State::ok && handover.amount;
  return {.authorised = authorised ? handover.amount->minor : 0,
          .claimed = claimed(connection, handover.number),
          .last_claimed = !connection.query(last, {handover.number}).empty(),
          .voided = find_void(connection, handover.number).has_value(),
          .refunded = refunded(connection, handover.number)};
}

std::vector<Refund> refunds(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{
      "SELECT number, amount, currency, document, created, operator FROM refund WHERE handover = $1 "
      "ORDER BY created, number"};
  const sql::Rows rows = connection.query(select, {handover});
  std::vector<Refund> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0),
                     std::string(handover),
                     money(rows, i, 1),
                     rows.text(i, 3),
                     {rows.integer(i, 4)},
                     rows.text(i, 5)});
  }
  return found;
}

Expected<bool> add_refund(sql::Connection& connection, const Refund& refund, const Handover& of) {
  lock_handover(connection, of.number);
  static const sql::Statement before{"SELECT 1 FROM refund WHERE number = $1"};
  if (!connection.query(before, {refund.number}).empty()) return false;
  if (auto may = may_refund(moved(connection, of), refund.amount.minor); !may) return tl::unexpected(may.error());
  static const sql::Statement insert{
      "INSERT INTO refund (number, handover, amount, currency, document, created, operator) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
  connection.execute(insert, {refund.number, of.number, refund.amount.minor, refund.amount.currency.code(),
                              refund.document, refund.created.seconds, refund.operator_name});
  exchange::store::put_behind(connection, of.partner, refund.document, of.number, refund.created);
  reckon(connection, of.number, refund.created);
  return true;
}

std::optional<VoidRow> find_void(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{"SELECT document, created, operator FROM void_request WHERE handover = $1"};
  const sql::Rows rows = connection.query(select, {handover});
  if (rows.empty()) return std::nullopt;
  return VoidRow{rows.text(0, 0), {rows.integer(0, 1)}, rows.text(0, 2)};
}

bool add_void(sql::Connection& connection, const VoidRow& row, const Handover& of) {
  lock_handover(connection, of.number);
  if (voidable(moved(connection, of)) == 0) return false;
  static const sql::Statement insert{
      "INSERT INTO void_request (handover, document, created, operator) VALUES ($1, $2, $3, $4)"};
  connection.execute(insert, {of.number, row.document, row.created.seconds, row.operator_name});
  exchange::store::put_behind(connection, of.partner, row.document, of.number, row.created);
  end_packing(connection, of.number, row.created);
  return true;
}

std::vector<ClaimLine> claims(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{
      "SELECT number, amount, currency, last, document, created FROM claim WHERE handover = $1 "
      "ORDER BY created, number"};
  const sql::Rows rows = connection.query(select, {handover});
  std::vector<ClaimLine> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back(
        {rows.text(i, 0), money(rows, i, 1), rows.integer(i, 3) != 0, rows.text(i, 4), {rows.integer(i, 5)}});
  }
  return found;
}

}  // namespace sealcart::mall::store
