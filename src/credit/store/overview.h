// What waits at the desk, and how the company stands, in numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct Overview {
  std::int64_t payments_waiting = 0, mail_waiting = 0, mail_refused = 0, overdue = 0, documents_waiting = 0;
};
Overview overview(sql::Connection& connection, Time now);

// The real accounts of one currency, balances summed, signs as in the ledger.
struct Position {
  std::string currency;
  std::int64_t receivable = 0, payable = 0, bank = 0, fees = 0, suspense = 0;
};
// Of each currency in which anything was booked. Customers' accounts are not read: since the real accounts sum to zero,
// what customers owe is what the company's and the malls' accounts lack.
std::vector<Position> positions(sql::Connection& connection);

}  // namespace sealcart::credit::store
