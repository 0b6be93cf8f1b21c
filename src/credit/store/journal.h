// The whole ledger, entry by entry, for export.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "credit/rules/ledger.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct JournalEntry {
  std::int64_t id = 0;
  Time at;
  EntryKind kind = EntryKind::limit;
  std::string mall, receipt;  // of the settlement; empty where there is none
  struct Line {
    Account kind;
    std::int64_t owner;   // card or account_owner
    std::string mall;     // of Account::payable
    std::int64_t amount;  // minor units
  };
  std::vector<Line> lines;
  Currency currency;
};

// Gives every entry that is there to `take`, in order. Holds some thousands at a time, however many there are. Throws
// what `take` throws.
void read_journal(sql::Connection& connection, const std::function<void(const JournalEntry&)>& take);

// Currencies in which there is an account.
std::vector<Currency> journal_currencies(sql::Connection& connection);

}  // namespace sealcart::credit::store
