// Lists of purchases for operators, the newest first. Numbers begin with their second (core/id.h), so the order of
// numbers is that of time, and a day is a range of numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "mall/rules/purchase.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct PurchaseFilter {
  std::optional<State> state;       // with a company: of the hand-over to it
  std::string company;              // id; empty: all
  std::optional<Time> from, until;  // made at `from` or later, before `until`
  std::string number;  // how a purchase's or hand-over's number begins, or the whole name that a company gave it
  friend bool operator==(const PurchaseFilter&, const PurchaseFilter&) = default;
};

struct PurchaseLine {
  std::string number;
  Money total;
  State state;
  Time created;
  std::string companies;  // ids in order of the hand-overs, parted by spaces
};

// Those with a smaller number than `before`; empty: from the newest.
std::vector<PurchaseLine> list_purchases(sql::Connection& connection, const PurchaseFilter& filter,
                                         std::string_view before, std::int64_t most);
// Purchases made from `from` on that are bought.
std::int64_t count_bought(sql::Connection& connection, Time from);

// The statement that list_purchases runs: for tests, which ask the database how it would run it.
const sql::Statement& list_statement(const PurchaseFilter& filter);

// The smallest number that is made at that time.
std::string first_number(Time at);

}  // namespace sealcart::mall::store
