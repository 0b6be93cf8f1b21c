// Settlements and accounts as the desk sees them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "credit/rules/capture.h"
#include "credit/rules/ledger.h"
#include "credit/store/captures.h"
#include "protocol/outcome.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct SettlementShown {
  std::int64_t id = 0;
  Time at;
  std::string mall, purchase, receipt;  // receipt: empty unless OK
  protocol::Outcome outcome = protocol::Outcome::no;
  bool digital = false;
  Authorisation known;
  std::int64_t card = 0;  // 0 for NG
  std::string last4, customer, customer_name;
};
std::optional<SettlementShown> find_settlement(sql::Connection& connection, std::int64_t id);
// By receipt number, or by the number of the purchase at one of the malls; 0: none.
std::int64_t settlement_of_number(sql::Connection& connection, std::string_view number);
// The newest first, older than `before` (0: from the newest). `card` 0: of all.
std::vector<SettlementShown> list_settlements(sql::Connection& connection, std::int64_t card, std::int64_t before,
                                              std::int64_t most);

// Claims, refunds and chargebacks of a settlement, in order.
struct ItemShown {
  ItemKind kind;
  std::string number;
  std::int64_t amount, fee;
  Time at;
  std::int64_t run;  // of the payout that paid it; 0: none yet
};
std::vector<ItemShown> items_of_settlement(sql::Connection& connection, std::int64_t settlement);

// Lines of a settlement's entries, its authorisation among them.
struct EntryLine {
  std::int64_t entry;
  Time at;
  EntryKind kind;
  std::int64_t account, amount;
};
std::vector<EntryLine> lines_of_settlement(sql::Connection& connection, const SettlementShown& settlement);

// The accounts that are not a card's, with their balances.
struct AccountShown {
  std::int64_t account;
  std::string mall, currency;
  std::int64_t balance;
};
std::vector<AccountShown> list_accounts(sql::Connection& connection);
// Whose an account is; `mall` of a mall's, `card` of a card's.
struct AccountOwner {
  std::string mall, last4, customer;
  Currency currency;
};
std::optional<AccountOwner> account_owner(sql::Connection& connection, std::int64_t account);
// The newest lines of one account, before the line `before` (0: from the newest).
struct AccountLine {
  std::int64_t seq, entry;
  Time at;
  EntryKind kind;
  std::int64_t settlement;  // 0: none
  std::int64_t amount, balance;
};
std::vector<AccountLine> account_lines(sql::Connection& connection, std::int64_t account, std::int64_t before,
                                       std::int64_t most);

}  // namespace sealcart::credit::store
