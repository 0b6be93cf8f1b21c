// The ledger's rows: whose the accounts are, how entries are written, limits, and the check of the books. Settlements
// post in settle.h.
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
inline std::int64_t balance(sql::Connection& connection, std::int64_t account) {
  return last_line(connection, account).balance;
}

// Adds a line below `last` and moves `last` on to it.
void post(sql::Connection& connection, std::int64_t account, Line& last, std::int64_t entry, std::int64_t amount);
// A new entry's id. `settlement` is 0 for an entry that comes from none.
std::int64_t add_entry(sql::Connection& connection, EntryKind kind, std::int64_t settlement, Time now);

// Whose accounts an entry moves: a card's are locked with lock_card, the others' by lock_owner; in this order, so that
// no two transactions wait for each other in a circle.
struct Owners {
  std::int64_t card = 0, mall = 0, company = 0;
};
void lock_card(sql::Connection& connection, std::int64_t card);
// The owner of the accounts of a mall, or of the company itself (`mall` empty), in one currency; made when there is
// none.
std::int64_t lock_owner(sql::Connection& connection, std::string_view mall, const Currency& currency);

// Writes an entry, and marks what is paid by it (paid.h); its owners are locked. The entry's id.
std::int64_t enter(sql::Connection& connection, EntryKind kind, std::int64_t settlement, const Owners& owners,
                   const Moves& moves, Time now);

// Sets a card's limit (minor units). Problems: those of limit_change.
Expected<void> set_limit(sql::Connection& connection, std::int64_t card, std::int64_t limit, Time now);

// What `ledger check` looked at and what it found wrong; sound books have no breach.
struct Audit {
  std::int64_t entries = 0, postings = 0, settlements = 0;
  struct Total {
    std::string currency;
    std::int64_t settled = 0;     // sum of OK settlements, minor units
    std::int64_t authorised = 0;  // sums of the accounts' balances, here and below
    std::int64_t receivable = 0, payable = 0, bank = 0, fees = 0, suspense = 0;
  };
  std::vector<Total> totals;
  std::vector<std::string> breaches;  // one sentence each, naming entries and accounts by number
};
Audit audit(sql::Connection& connection);

}  // namespace sealcart::credit::store
