#include "mall/store/reckonings.h"

#include <algorithm>

#define RECKONING_COLUMNS                                                                                           \
  "r.handover, h.purchase, r.partner, r.currency, r.claimed, r.collected, r.refunded, r.adjusted, r.fees, r.paid, " \
  "r.due, r.since"

namespace sealcart::mall::store {
namespace {

Reckoning read_sum(const sql::Rows& rows, std::size_t i, std::size_t at) {
  return {rows.integer(i, at),     rows.integer(i, at + 1), rows.integer(i, at + 2), rows.integer(i, at + 3),
          rows.integer(i, at + 4), rows.integer(i, at + 5), rows.integer(i, at + 6)};
}

std::vector<ReckonedHandover> read(const sql::Rows& rows) {
  std::vector<ReckonedHandover> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({rows.text(i, 0),
                     rows.text(i, 1),
                     rows.text(i, 2),
                     Currency::parse(rows.text(i, 3)).value(),
                     read_sum(rows, i, 4),
                     {rows.integer(i, 11)}});
  }
  return found;
}

}  // namespace

void lock_handover(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement lock{"SELECT number FROM handover WHERE number = $1",
                                   "SELECT number FROM handover WHERE number = $1 FOR UPDATE"};
  connection.query(lock, {handover});
}

void reckon(sql::Connection& connection, std::string_view handover, Time now) {
  static const sql::Statement upsert{
      "INSERT INTO reckoning (handover, partner, currency, claimed, collected, refunded, adjusted, fees, paid, due, "
      "since) SELECT number, partner, currency, claimed, collected, refunded, adjusted, fees, paid, "
      "claimed + collected - refunded + adjusted, since FROM (SELECT h.number, h.partner, h.currency, "
      "CAST(COALESCE((SELECT SUM(amount) FROM claim WHERE handover = h.number), 0) AS BIGINT) AS claimed, "
      "COALESCE((SELECT collected FROM reckoning WHERE handover = h.number), 0) AS collected, "
      "CAST(COALESCE((SELECT SUM(amount) FROM refund WHERE handover = h.number), 0) AS BIGINT) AS refunded, "
      "CAST(COALESCE((SELECT SUM(amount) FROM remittance_item WHERE handover = h.number AND kind IN "
      "('chargeback', 'correction')), 0) AS BIGINT) AS adjusted, "
      "CAST(COALESCE((SELECT SUM(fee) FROM remittance_item WHERE handover = h.number), 0) AS BIGINT) AS fees, "
      "CAST(COALESCE((SELECT SUM(amount) FROM remittance_item WHERE handover = h.number), 0) AS BIGINT) AS paid, "
      "COALESCE((SELECT MAX(created) FROM claim WHERE handover = h.number), "
      "(SELECT since FROM reckoning WHERE handover = h.number), $2) AS since "
      "FROM handover h WHERE h.number = $1 AND h.currency IS NOT NULL) t WHERE true "
      "ON CONFLICT (handover) DO UPDATE SET claimed = excluded.claimed, refunded = excluded.refunded, "
      "adjusted = excluded.adjusted, fees = excluded.fees, paid = excluded.paid, due = excluded.due, "
      "since = excluded.since"};
  lock_handover(connection, handover);
  connection.execute(upsert, {handover, now.seconds});
}

void note_collected(sql::Connection& connection, std::string_view handover, std::int64_t amount, Time now) {
  static const sql::Statement set{
      "UPDATE reckoning SET collected = $2, due = claimed + $2 - refunded + adjusted, since = $3 WHERE handover = $1"};
  reckon(connection, handover, now);
  connection.execute(set, {handover, amount, now.seconds});
}

std::vector<CompanySum> company_sums(sql::Connection& connection, Time limit) {
  static const sql::Statement select{
      "SELECT partner, currency, CAST(SUM(claimed) AS BIGINT), CAST(SUM(collected) AS BIGINT), "
      "CAST(SUM(refunded) AS BIGINT), CAST(SUM(adjusted) AS BIGINT), CAST(SUM(fees) AS BIGINT), "
      "CAST(SUM(paid) AS BIGINT), CAST(SUM(due) AS BIGINT), "
      "CAST(SUM(CASE WHEN due <> paid THEN 1 ELSE 0 END) AS BIGINT), "
      "CAST(SUM(CASE WHEN due > paid AND since < $1 THEN due - paid ELSE 0 END) AS BIGINT) "
      "FROM reckoning GROUP BY partner, currency ORDER BY partner, currency"};
  static const sql::Statement unknown{
      "SELECT r.partner, r.currency, CAST(SUM(u.amount) AS BIGINT), CAST(SUM(u.items) AS BIGINT) FROM "
      "(SELECT remittance, SUM(amount) AS amount, COUNT(*) AS items FROM remittance_item WHERE handover IS NULL "
      "GROUP BY remittance) u JOIN remittance r ON r.id = u.remittance GROUP BY r.partner, r.currency"};
  std::vector<CompanySum> sums;
  const sql::Rows rows = connection.query(select, {limit.seconds});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    sums.push_back({.partner = rows.text(i, 0),
                    .currency = Currency::parse(rows.text(i, 1)).value(),
                    .sum = read_sum(rows, i, 2),
                    .differing = rows.integer(i, 9),
                    .overdue = rows.integer(i, 10)});
  }
  const sql::Rows others = connection.query(unknown);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const Currency currency = Currency::parse(others.text(i, 1)).value();
    auto at = std::find_if(sums.begin(), sums.end(), [&](const CompanySum& sum) {
      return sum.partner == others.text(i, 0) && sum.currency == currency;
    });
    if (at == sums.end()) at = sums.insert(sums.end(), {.partner = others.text(i, 0), .currency = currency});
    at->unknown = others.integer(i, 2);
    at->unknown_items = others.integer(i, 3);
  }
  return sums;
}

std::optional<ReckonedHandover> find_reckoning(sql::Connection& connection, std::string_view handover) {
  static const sql::Statement select{
      "SELECT " RECKONING_COLUMNS " FROM reckoning r JOIN handover h ON h.number = r.handover WHERE r.handover = $1"};
  auto found = read(connection.query(select, {handover}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ReckonedHandover> differences(sql::Connection& connection, const DifferenceFilter& filter,
                                          std::string_view before, std::int64_t most) {
  // The index reckoning_open has all that is asked of a row before it is read.
  static const sql::Statement select{
      "SELECT " RECKONING_COLUMNS
      " FROM (SELECT handover FROM reckoning WHERE due <> paid AND handover < $1 AND ($2 = '' OR partner = $2) "
      "AND since < $3 ORDER BY handover DESC LIMIT $4) o CROSS JOIN reckoning r CROSS JOIN handover h "
      "WHERE r.handover = o.handover AND h.number = o.handover ORDER BY o.handover DESC"};
  const std::string_view from = before.empty() ? std::string_view("zzzzzzzzzzzzzzzzzzzzzzzzzz") : before;
  return read(connection.query(select, {from, filter.company, filter.limit ? filter.limit->seconds : INT64_MAX, most}));
}

std::int64_t count_overdue(sql::Connection& connection, Time limit) {
  static const sql::Statement count{"SELECT count(*) FROM reckoning WHERE due <> paid AND due > paid AND since < $1"};
  return connection.query(count, {limit.seconds}).integer(0, 0);
}

}  // namespace sealcart::mall::store
