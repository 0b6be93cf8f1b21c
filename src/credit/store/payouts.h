// What malls are paid.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "credit/rules/terms.h"
#include "credit/store/captures.h"
#include "sql/database.h"

namespace sealcart::credit::store {

// Where a mall is paid in one currency. Fields as bank::Account.
struct MallAccount {
  std::string mall;
  std::string currency;
  std::string name;  // of the account's holder
  std::string iban, other, bic, clearing_system, clearing_member;
};
void set_mall_account(sql::Connection& connection, const MallAccount& account, Time now);
std::vector<MallAccount> list_mall_accounts(sql::Connection& connection);

// A claim, refund or chargeback that may be settled with the mall now.
struct PayableItem {
  std::int64_t id = 0;
  ItemKind kind = ItemKind::capture;
  std::int64_t amount = 0, fee = 0;
  std::string result;  // the signed result, which gives the receipt's name
};
// Items of one mall and currency, in order. Captures, by policy: those that the customer has paid, payments being
// counted towards the card's oldest captures first, or those old enough. Refunds and chargebacks: all.
std::vector<PayableItem> payable_items(sql::Connection& connection, std::string_view mall, std::string_view currency,
                                       const Terms& terms, Time now);

// What a run would pay now, and what is owed altogether.
struct Owed {
  std::string mall, currency;
  std::int64_t items = 0, amount = 0;  // payable now, less fees; negative: the mall owes more
  std::int64_t balance = 0;            // all that the mall is owed
  bool account = false;                // there is a mall_account
};
std::vector<Owed> list_owed(sql::Connection& connection, const Terms& terms, Time now);

// One after the other also from several processes.
void lock_payouts(sql::Connection& connection, const Currency& currency);

struct NewPayout {
  std::string number;
  std::int64_t run = 0;
  std::string mall;
  Money amount;
  std::vector<std::int64_t> items;
};
std::int64_t add_payout_run(sql::Connection& connection, const Currency& currency, std::string_view operator_name,
                            Time now);
void finish_payout_run(sql::Connection& connection, std::int64_t run, std::int64_t payouts, std::int64_t total,
                       std::string_view file);
// With its entry.
void add_payout(sql::Connection& connection, const NewPayout& payout, Time now);

// The bank's statement shows that payout: true once.
bool payout_executed(sql::Connection& connection, std::string_view number, const Money& amount, std::string_view day);

struct PayoutRun {
  std::int64_t id = 0;
  std::string currency, operator_name;
  Time at;
  std::int64_t payouts = 0, total = 0;
};
std::vector<PayoutRun> list_payout_runs(sql::Connection& connection, std::int64_t before, std::int64_t most);
std::optional<PayoutRun> find_payout_run(sql::Connection& connection, std::int64_t id);
std::optional<std::string> payout_file(sql::Connection& connection, std::int64_t run);

struct PayoutRow {
  std::int64_t id = 0;
  std::string number, mall;
  Money amount;
  std::int64_t items = 0;
  std::string executed;  // day; empty: not yet
};
std::vector<PayoutRow> payouts_of(sql::Connection& connection, std::int64_t run);

}  // namespace sealcart::credit::store
