#include "credit/store/payouts.h"

#include <cassert>

#include "credit/store/ledger.h"

namespace sealcart::credit::store {
namespace {

// $1 mall, $2 currency.
#define ELIGIBLE_ON_PAYMENT \
  "FROM mall_item i WHERE i.mall = $1 AND i.currency = $2 AND i.payout IS NULL AND i.covered = 1 "
// $3 time.
#define ELIGIBLE_SCHEDULED \
  "FROM mall_item i WHERE i.mall = $1 AND i.currency = $2 AND i.payout IS NULL AND (i.kind <> 0 OR i.at <= $3) "
#define NET "CASE WHEN i.kind = 0 THEN i.amount - i.fee ELSE -i.amount - i.fee END"

Time scheduled_before(const Terms& terms, Time now) { return now - terms.payout_days * seconds_per_day; }

PayoutRun read_run(const sql::Rows& rows, std::size_t row) {
  return {.id = rows.integer(row, 0),
          .currency = rows.text(row, 1),
          .operator_name = rows.text(row, 2),
          .at = {rows.integer(row, 3)},
          .payouts = rows.integer(row, 4),
          .total = rows.integer(row, 5)};
}

}  // namespace

void set_mall_account(sql::Connection& connection, const MallAccount& account, Time now) {
  static const sql::Statement put{
      "INSERT INTO mall_account (mall, currency, name, iban, other, bic, clearing_system, clearing_member, changed) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (mall, currency) DO UPDATE SET name = excluded.name, "
      "iban = excluded.iban, other = excluded.other, bic = excluded.bic, clearing_system = excluded.clearing_system, "
      "clearing_member = excluded.clearing_member, changed = excluded.changed"};
  connection.execute(put, {account.mall, account.currency, account.name, account.iban, account.other, account.bic,
                           account.clearing_system, account.clearing_member, now.seconds});
}

std::vector<MallAccount> list_mall_accounts(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT mall, currency, name, iban, other, bic, clearing_system, clearing_member FROM mall_account "
      "ORDER BY mall, currency"};
  const sql::Rows rows = connection.query(find);
  std::vector<MallAccount> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), rows.text(i, 3), rows.text(i, 4),
                    rows.text(i, 5), rows.text(i, 6), rows.text(i, 7)});
  }
  return list;
}

std::vector<PayableItem> payable_items(sql::Connection& connection, std::string_view mall, std::string_view currency,
                                       const Terms& terms, Time now) {
  static const sql::Statement on_payment{
      "SELECT e.id, e.kind, e.amount, e.fee, s.document FROM (SELECT i.id, i.kind, i.amount, i.fee, "
      "i.settlement " ELIGIBLE_ON_PAYMENT ") e JOIN settlement s ON s.id = e.settlement ORDER BY e.id"};
  static const sql::Statement scheduled{
      "SELECT e.id, e.kind, e.amount, e.fee, s.document FROM (SELECT i.id, i.kind, i.amount, i.fee, "
      "i.settlement " ELIGIBLE_SCHEDULED ") e JOIN settlement s ON s.id = e.settlement ORDER BY e.id"};
  const sql::Rows rows = terms.pay_when_paid
                             ? connection.query(on_payment, {mall, currency})
                             : connection.query(scheduled, {mall, currency, scheduled_before(terms, now).seconds});
  std::vector<PayableItem> items;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    items.push_back({rows.integer(i, 0), static_cast<ItemKind>(rows.integer(i, 1)), rows.integer(i, 2),
                     rows.integer(i, 3), rows.text(i, 4)});
  }
  return items;
}

std::vector<Owed> list_owed(sql::Connection& connection, const Terms& terms, Time now) {
  static const sql::Statement malls{
      "SELECT o.mall, o.currency, COALESCE((SELECT -p.balance FROM posting p WHERE p.account = o.id * 16 + 8 "
      "ORDER BY p.seq DESC LIMIT 1), 0), a.mall IS NOT NULL FROM account_owner o LEFT JOIN mall_account a "
      "ON a.mall = o.mall AND a.currency = o.currency WHERE o.mall <> '' ORDER BY o.mall, o.currency",
      "SELECT o.mall, o.currency, COALESCE((SELECT -p.balance FROM posting p WHERE p.account = o.id * 16 + 8 "
      "ORDER BY p.seq DESC LIMIT 1), 0), (a.mall IS NOT NULL)::int::bigint FROM account_owner o "
      "LEFT JOIN mall_account a ON a.mall = o.mall AND a.currency = o.currency WHERE o.mall <> '' "
      "ORDER BY o.mall, o.currency"};
  static const sql::Statement on_payment{"SELECT COUNT(*), CAST(COALESCE(SUM(" NET
                                         "), 0) AS BIGINT) " ELIGIBLE_ON_PAYMENT};
  static const sql::Statement scheduled{"SELECT COUNT(*), CAST(COALESCE(SUM(" NET
                                        "), 0) AS BIGINT) " ELIGIBLE_SCHEDULED};
  std::vector<Owed> list;
  const sql::Rows rows = connection.query(malls);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Owed owed{.mall = rows.text(i, 0),
              .currency = rows.text(i, 1),
              .balance = rows.integer(i, 2),
              .account = rows.integer(i, 3) != 0};
    const sql::Rows now_due =
        terms.pay_when_paid
            ? connection.query(on_payment, {owed.mall, owed.currency})
            : connection.query(scheduled, {owed.mall, owed.currency, scheduled_before(terms, now).seconds});
    owed.items = now_due.integer(0, 0);
    owed.amount = now_due.integer(0, 1);
    list.push_back(std::move(owed));
  }
  return list;
}

#undef NET
#undef ELIGIBLE_SCHEDULED
#undef ELIGIBLE_ON_PAYMENT

void lock_payouts(sql::Connection& connection, const Currency& currency) {
  // The malls' before the company's own, as claims do.
  static const sql::Statement lock{"",
                                   "SELECT id FROM account_owner WHERE currency = $1 ORDER BY mall DESC FOR UPDATE"};
  if (connection.dialect() == sql::Dialect::postgres) connection.query(lock, {currency.code()});
}

std::int64_t add_payout_run(sql::Connection& connection, const Currency& currency, std::string_view operator_name,
                            Time now) {
  static const sql::Statement add{
      "INSERT INTO payout_run (currency, at, operator, payouts, total, file) VALUES ($1, $2, $3, 0, 0, '') "
      "RETURNING id"};
  return connection.query(add, {currency.code(), now.seconds, operator_name}).integer(0, 0);
}

void finish_payout_run(sql::Connection& connection, std::int64_t run, std::int64_t payouts, std::int64_t total,
                       std::string_view file) {
  static const sql::Statement set{"UPDATE payout_run SET payouts = $2, total = $3, file = $4 WHERE id = $1"};
  connection.execute(set, {run, payouts, total, file});
}

void add_payout(sql::Connection& connection, const NewPayout& payout, Time now) {
  static const sql::Statement add{
      "INSERT INTO payout (number, run, mall, currency, amount, items, at) VALUES ($1, $2, $3, $4, $5, $6, $7) "
      "RETURNING id"};
  const Currency currency = payout.amount.currency;
  const std::int64_t id = connection
                              .query(add, {payout.number, payout.run, payout.mall, currency.code(), payout.amount.minor,
                                           static_cast<std::int64_t>(payout.items.size()), now.seconds})
                              .integer(0, 0);
  static const sql::Statement take{"UPDATE mall_item SET payout = $2 WHERE id = $1 AND payout IS NULL"};
  for (const std::int64_t item : payout.items) {
    const std::int64_t taken = connection.execute(take, {item, id});
    assert(taken == 1);
  }
  const std::int64_t mall = lock_owner(connection, payout.mall, currency);
  const Owners owners{.mall = mall, .company = lock_owner(connection, "", currency)};
  enter(connection, EntryKind::payout, 0, owners, moves_of_payout(payout.amount.minor), now);
}

bool payout_executed(sql::Connection& connection, std::string_view number, const Money& amount, std::string_view day) {
  static const sql::Statement set{
      "UPDATE payout SET executed = $4 WHERE number = $1 AND currency = $2 AND amount = $3 AND executed IS NULL"};
  return connection.execute(set, {number, amount.currency.code(), -amount.minor, day}) == 1;
}

std::vector<PayoutRun> list_payout_runs(sql::Connection& connection, std::int64_t before, std::int64_t most) {
  static const sql::Statement find{
      "SELECT id, currency, operator, at, payouts, total FROM payout_run WHERE id < $1 ORDER BY id DESC LIMIT $2"};
  const sql::Rows rows = connection.query(find, {before > 0 ? before : INT64_MAX, most});
  std::vector<PayoutRun> list;
  for (std::size_t i = 0; i < rows.size(); ++i) list.push_back(read_run(rows, i));
  return list;
}

std::optional<PayoutRun> find_payout_run(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{"SELECT id, currency, operator, at, payouts, total FROM payout_run WHERE id = $1"};
  const sql::Rows rows = connection.query(find, {id});
  if (rows.empty()) return std::nullopt;
  return read_run(rows, 0);
}

std::optional<std::string> payout_file(sql::Connection& connection, std::int64_t run) {
  static const sql::Statement find{"SELECT file FROM payout_run WHERE id = $1"};
  const sql::Rows rows = connection.query(find, {run});
  if (rows.empty()) return std::nullopt;
  return rows.text(0, 0);
}

std::vector<PayoutRow> payouts_of(sql::Connection& connection, std::int64_t run) {
  static const sql::Statement find{
      "SELECT id, number, mall, amount, currency, items, COALESCE(executed, '') FROM payout WHERE run = $1 "
      "ORDER BY id"};
  const sql::Rows rows = connection.query(find, {run});
  std::vector<PayoutRow> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto currency = Currency::parse(rows.text(i, 4));
    assert(currency);
    list.push_back({rows.integer(i, 0),
                    rows.text(i, 1),
                    rows.text(i, 2),
                    {rows.integer(i, 3), *currency},
                    rows.integer(i, 5),
                    rows.text(i, 6)});
  }
  return list;
}

}  // namespace sealcart::credit::store
