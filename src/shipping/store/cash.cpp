#include "shipping/store/cash.h"

#include <cassert>

#include "shipping/store/books.h"
#include "shipping/store/columns.h"

namespace sealcart::shipping::store {

void collect(sql::Connection& connection, const Parcel& parcel, std::int64_t fee, Time now) {
  static const sql::Statement insert{
      "INSERT INTO cash (parcel, mall, currency, amount, fee, tour, at, handed_in) VALUES ($1, $2, $3, $4, $5, $6, $7, "
      "0)"};
  assert(parcel.due && parcel.tour != 0);
  const auto [minor, currency] = *parcel.due;
  connection.execute(insert, {parcel.id, parcel.mall, currency.code(), minor, fee, parcel.tour, now.seconds});
  const std::string reference = parcel.number + "/" + std::to_string(parcel.parcel.n);
  const Posting postings[] = {{Account::drivers, "", {minor, currency}},
                              {Account::payable, parcel.mall, {fee - minor, currency}},
                              {Account::fees, "", {-fee, currency}}};
  post(connection, Entry::collected, reference, postings, now);
}

Sums cash_at_driver(sql::Connection& connection, std::int64_t tour) {
  static const sql::Statement find{
      "SELECT currency, CAST(SUM(amount) AS BIGINT) FROM cash WHERE tour = $1 AND handed_in = 0 GROUP BY currency"};
  const sql::Rows rows = connection.query(find, {tour});
  Sums sums;
  for (std::size_t row = 0; row < rows.size(); ++row) sums[rows.text(row, 0)] = rows.integer(row, 1);
  return sums;
}

void hand_in(sql::Connection& connection, std::int64_t tour, Time now) {
  static const sql::Statement update{"UPDATE cash SET handed_in = 1 WHERE tour = $1 AND handed_in = 0"};
  const Sums sums = cash_at_driver(connection, tour);
  connection.execute(update, {tour});
  for (const auto& [code, sum] : sums) {
    const Currency currency = stored_currency(code);
    const Posting postings[] = {{Account::depot, "", {sum, currency}}, {Account::drivers, "", {-sum, currency}}};
    post(connection, Entry::handed_in, std::to_string(tour), postings, now);
  }
}

bool deposit(sql::Connection& connection, Money amount, Time now) {
  if (balance(connection, Account::depot, amount.currency) < amount.minor) return false;
  const Posting postings[] = {{Account::bank, "", amount}, {Account::depot, "", {-amount.minor, amount.currency}}};
  post(connection, Entry::deposited, "", postings, now);
  return true;
}

std::vector<MallAccount> mall_accounts(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT mall, name, iban, other, bic, clearing_system, clearing_member FROM mall_account ORDER BY mall"};
  const sql::Rows rows = connection.query(find);
  std::vector<MallAccount> accounts;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    accounts.push_back({rows.text(row, 0), rows.text(row, 1), rows.text(row, 2), rows.text(row, 3), rows.text(row, 4),
                        rows.text(row, 5), rows.text(row, 6)});
  }
  return accounts;
}

void save_mall_account(sql::Connection& connection, const MallAccount& a) {
  static const sql::Statement save{
      "INSERT INTO mall_account (mall, name, iban, other, bic, clearing_system, clearing_member) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (mall) DO UPDATE SET name = excluded.name, iban = "
      "excluded.iban, "
      "other = excluded.other, bic = excluded.bic, clearing_system = excluded.clearing_system, "
      "clearing_member = excluded.clearing_member"};
  connection.execute(save, {a.mall, a.name, a.iban, a.other, a.bic, a.clearing_system, a.clearing_member});
}

std::vector<Unpaid> unpaid_cash(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT c.parcel, c.mall, c.amount, c.currency, c.fee, p.shipment FROM cash c JOIN parcel p ON p.id = c.parcel "
      "WHERE c.payout IS NULL AND c.handed_in = 1 ORDER BY c.mall, c.currency, c.parcel"};
  const sql::Rows rows = connection.query(find);
  std::vector<Unpaid> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    all.push_back({rows.integer(row, 0), rows.text(row, 1), stored_money(rows, row, 2).value(), rows.integer(row, 4),
                   rows.integer(row, 5)});
  }
  return all;
}

std::vector<UnpaidSum> unpaid_sums(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT mall, CAST(SUM(amount) AS BIGINT), currency, CAST(SUM(fee) AS BIGINT), COUNT(*) FROM cash "
      "WHERE payout IS NULL AND handed_in = 1 GROUP BY mall, currency ORDER BY mall, currency"};
  const sql::Rows rows = connection.query(find);
  std::vector<UnpaidSum> sums;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    sums.push_back({rows.text(row, 0), stored_money(rows, row, 1).value(), rows.integer(row, 3), rows.integer(row, 4)});
  }
  return sums;
}

std::int64_t insert_run(sql::Connection& connection, const Run& run) {
  static const sql::Statement insert{
      "INSERT INTO remittance_run (message, at, operator, file) VALUES ($1, $2, $3, $4) RETURNING id"};
  return connection.query(insert, {run.message, run.at.seconds, run.operator_name, run.file}).integer(0, 0);
}

void insert_payout(sql::Connection& connection, Payout& payout, const std::vector<Unpaid>& of, Time now) {
  static const sql::Statement insert{
      "INSERT INTO payout (number, run, mall, currency, items, amount, fee) VALUES ($1, $2, $3, $4, $5, $6, $7) "
      "RETURNING id"};
  static const sql::Statement pay{"UPDATE cash SET payout = $2 WHERE parcel = $1 AND payout IS NULL"};
  const Currency currency = payout.amount.currency;
  payout.id = connection
                  .query(insert, {payout.number, payout.run, payout.mall, currency.code(), payout.items,
                                  payout.amount.minor, payout.fee})
                  .integer(0, 0);
  for (const Unpaid& one : of) {
    const std::int64_t paid = connection.execute(pay, {one.parcel, payout.id});
    assert(paid == 1);  // read in this transaction, beside which nobody pays
  }
  const std::int64_t net = payout.amount.minor - payout.fee;
  if (net == 0) return;
  const Posting postings[] = {{Account::payable, payout.mall, {net, currency}}, {Account::bank, "", {-net, currency}}};
  post(connection, Entry::remitted, payout.number, postings, now);
}

std::vector<Run> list_runs(sql::Connection& connection, std::int64_t before, std::int64_t most) {
  static const sql::Statement find{
      "SELECT id, message, at, operator FROM remittance_run WHERE id < $1 ORDER BY id DESC LIMIT $2"};
  const sql::Rows rows = connection.query(find, {before > 0 ? before : INT64_MAX, most});
  std::vector<Run> runs;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    runs.push_back({rows.integer(row, 0), rows.text(row, 1), {rows.integer(row, 2)}, rows.text(row, 3), ""});
  }
  return runs;
}

std::optional<Run> find_run(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{"SELECT id, message, at, operator, file FROM remittance_run WHERE id = $1"};
  const sql::Rows rows = connection.query(find, {id});
  if (rows.empty()) return std::nullopt;
  return Run{rows.integer(0, 0), rows.text(0, 1), {rows.integer(0, 2)}, rows.text(0, 3), rows.text(0, 4)};
}

std::vector<Payout> payouts_of(sql::Connection& connection, std::int64_t run) {
  static const sql::Statement find{
      "SELECT id, run, number, mall, amount, currency, fee, items FROM payout WHERE run = $1 ORDER BY id"};
  const sql::Rows rows = connection.query(find, {run});
  std::vector<Payout> all;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    all.push_back({rows.integer(row, 0), rows.integer(row, 1), rows.text(row, 2), rows.text(row, 3),
                   stored_money(rows, row, 4).value(), rows.integer(row, 6), rows.integer(row, 7)});
  }
  return all;
}

}  // namespace sealcart::shipping::store
