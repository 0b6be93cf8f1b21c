// The ledger's rows: limits, and the check of the books. Settlements post in settle.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/world.h"
#include "credit/rules/ledger.h"
#include "sql/database.h"

namespace sealcart::credit::store {

// The last line of an account; seq 0 before there is any.
struct Line {
  std::int64_t seq = 0;
  std::int64_t balance = 0;
};
Line last_line(sql::Connection& connection, std::int64_t account);

// Adds a line below `last` and moves `last` on to it.
void post(sql::Connection& connection, std::int64_t account, Line& last, std::int64_t entry, std::int64_t amount);
// A new entry's id. `settlement` is 0 for an entry that comes from none.
std::int64_t add_entry(sql::Connection& connection, EntryKind kind, std::int64_t settlement, Time now);

// Sets a card's limit (minor units). Problems: those of limit_change.
Expected<void> set_limit(sql::Connection& connection, std::int64_t card, std::int64_t limit, Time now);

// What `ledger check` looked at and what it found wrong; sound books have no breach.
struct Audit {
  std::int64_t entries = 0, postings = 0, settlements = 0;
  struct Total {
    std::string currency;
    std::int64_t settled = 0;     // sum of OK settlements, minor units
    std::int64_t authorised = 0;  // sum of the accounts' balances
  };
  std::vector<Total> totals;
  std::vector<std::string> breaches;  // one sentence each, naming entries and accounts by number
};
Audit audit(sql::Connection& connection);

}  // namespace sealcart::credit::store
