// The books of cash on delivery: accounts, entries, postings. Every entry sums to zero, every line carries its
// account's balance after it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

// First in every transaction that moves parcels or money: waits for those of other processes.
void lock_depot(sql::Connection& connection);

// drivers: cash on the road. depot: in the safe. payable: what a mall is owed, negative. fees: what was earned,
// negative.
enum class Account { drivers, depot, bank, fees, payable };
std::string_view name(Account account);

enum class Entry { collected, handed_in, deposited, remitted };

struct Posting {
  Account account;
  std::string_view mall;  // of a payable; empty for the company's own
  Money amount;           // not zero; they sum to zero
};
// `reference`: what it is about. After lock_depot.
void post(sql::Connection& connection, Entry kind, std::string_view reference, std::span<const Posting> postings,
          Time now);

struct Balance {
  Account account;
  std::string mall;
  Money amount;
};
// Of all accounts, in order of kind, mall and currency.
std::vector<Balance> balances(sql::Connection& connection);
std::int64_t balance(sql::Connection& connection, Account account, Currency currency);  // of the company's own

// Adds everything up.
struct BooksCheck {
  std::int64_t entries = 0, postings = 0;
  std::vector<std::string> breaches;  // one English line each; empty: the books hold
};
BooksCheck check_books(sql::Connection& connection);

}  // namespace sealcart::shipping::store
