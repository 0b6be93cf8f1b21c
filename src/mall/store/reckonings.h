// What is due from each company and what it paid: rows of reckoning, one a hand-over of which money moved.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// Whoever moves the money of a hand-over waits here for others who do (PostgreSQL).
void lock_handover(sql::Connection& connection, std::string_view handover);

// Adds the hand-over's claims, refunds and remittance items up again. In the transaction that wrote one of them.
void reckon(sql::Connection& connection, std::string_view handover, Time now);
// The same, when a shipping company says that it has taken cash at the door: `amount` in all, minor units.
void note_collected(sql::Connection& connection, std::string_view handover, std::int64_t amount, Time now);

// Minor units of one currency.
struct Reckoning {
  std::int64_t claimed = 0, collected = 0, refunded = 0, adjusted = 0, fees = 0, paid = 0;
  std::int64_t due = 0;  // claimed + collected − refunded + adjusted
  std::int64_t open() const { return due - paid; }
  friend bool operator==(const Reckoning&, const Reckoning&) = default;
};

struct CompanySum {
  std::string partner;
  Currency currency;
  Reckoning sum;
  std::int64_t differing = 0;  // hand-overs whose due and paid are not the same
  std::int64_t overdue = 0;    // what is open of those that moved last before the limit
  std::int64_t unknown = 0;    // items that name nothing here: their amounts, and how many
  std::int64_t unknown_items = 0;
};
// `limit`: what was claimed or collected before it should be paid by now.
std::vector<CompanySum> company_sums(sql::Connection& connection, Time limit);

struct ReckonedHandover {
  std::string handover, purchase, partner;
  Currency currency;
  Reckoning sum;
  Time since;
};
std::optional<ReckonedHandover> find_reckoning(sql::Connection& connection, std::string_view handover);

struct DifferenceFilter {
  std::string company;        // empty: all
  std::optional<Time> limit;  // only what moved last before it
};
// Whose due and paid are not the same, by falling number of the hand-over; below `before` (empty: from the newest).
std::vector<ReckonedHandover> differences(sql::Connection& connection, const DifferenceFilter& filter,
                                          std::string_view before, std::int64_t most);
// How many hand-overs are overdue: more due than paid, and moved last before the limit.
std::int64_t count_overdue(sql::Connection& connection, Time limit);

}  // namespace sealcart::mall::store
