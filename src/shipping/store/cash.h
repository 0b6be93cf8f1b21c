// What was collected at doors, parcel by parcel, and the payouts that it becomes. Every change is posted in the books.
// After lock_depot (books.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "shipping/rules/cash.h"
#include "shipping/store/parcels.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

// The parcel's due amount, collected on its tour.
void collect(sql::Connection& connection, const Parcel& parcel, std::int64_t fee, Time now);
// Collected on the tour and still with the driver.
Sums cash_at_driver(sql::Connection& connection, std::int64_t tour);
// All of it comes into the depot's safe.
void hand_in(sql::Connection& connection, std::int64_t tour, Time now);
// From the safe to the bank. False when the safe holds less.
bool deposit(sql::Connection& connection, Money amount, Time now);

struct MallAccount {
  std::string mall, name, iban, other, bic, clearing_system, clearing_member;
};
std::vector<MallAccount> mall_accounts(sql::Connection& connection);
void save_mall_account(sql::Connection& connection, const MallAccount& account);

// Handed in and not yet paid to its mall.
struct Unpaid {
  std::int64_t parcel = 0;
  std::string mall;
  Money amount;
  std::int64_t fee = 0;
  std::int64_t shipment = 0;
};
// In order of mall, currency and parcel.
std::vector<Unpaid> unpaid_cash(sql::Connection& connection);

// The same added up, a row a mall and currency, in that order.
struct UnpaidSum {
  std::string mall;
  Money amount;
  std::int64_t fee = 0, parcels = 0;
};
std::vector<UnpaidSum> unpaid_sums(sql::Connection& connection);

struct Payout {
  std::int64_t id = 0, run = 0;
  std::string number, mall;
  Money amount;  // collected
  std::int64_t fee = 0, items = 0;
};
struct Run {
  std::int64_t id = 0;
  std::string message;
  Time at;
  std::string operator_name;
  std::string file;  // pain.001; empty in lists, and when fees left nothing to pay
};
std::int64_t insert_run(sql::Connection& connection, const Run& run);
// With its cash, each row once, and its entry. Sets the id.
void insert_payout(sql::Connection& connection, Payout& payout, const std::vector<Unpaid>& of, Time now);
std::vector<Run> list_runs(sql::Connection& connection, std::int64_t before, std::int64_t most);
std::optional<Run> find_run(sql::Connection& connection, std::int64_t id);
std::vector<Payout> payouts_of(sql::Connection& connection, std::int64_t run);

}  // namespace sealcart::shipping::store
