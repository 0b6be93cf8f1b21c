// What the bank's statements say, and customers' payments among it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/problem.h"
#include "core/world.h"
#include "sql/database.h"

namespace sealcart::credit::store {

enum class BankItemState : std::int64_t { waiting = 0, matched = 1, payout = 2 };

// A booked payment as the bank reports it; negative went out.
struct BankItem {
  std::string identity;  // each is booked once
  Money amount;
  std::string day;  // "2026-11-28"
  std::string payer, account, reference, remittance;
  std::string end_to_end_id;  // of a payment of ours
};
struct Booked {
  std::int64_t fresh = 0, matched = 0, payouts = 0, waiting = 0;
};
// Books those that are not known yet: to the customer whom the reference of a statement names; as one of our payouts;
// else it waits in suspense for a person. `file` 0: typed in by hand.
Booked book_items(sql::Connection& connection, std::span<const BankItem> items, std::int64_t file, Time now);

// A file that is about to be booked, and how much of it was new in the end.
std::int64_t add_bank_file(sql::Connection& connection, std::string_view name, std::string_view operator_name,
                           std::int64_t items, Time now);
void set_fresh(sql::Connection& connection, std::int64_t file, std::int64_t fresh);

// A payment that is known to be this customer's: 409 "payment-known" when the identity is known, 409
// "payment-currency" when they have no card in the currency.
Expected<void> book_payment(sql::Connection& connection, const BankItem& item, std::string_view customer, Time now);
// What waits becomes this customer's payment. 404 "payment-unknown"; 409 "payment-taken" when it was matched before (to
// another customer), "payment-outgoing" for what went out, "payment-currency".
Expected<void> match(sql::Connection& connection, std::int64_t item, std::string_view customer, Time now);
// A payment that was booked to this customer by mistake waits for a person again, and the customer owes it again; what
// malls were paid because of it stays paid. False when it waits already: then nothing changes. 404 "payment-unknown";
// 409 "payment-not-theirs" when it is another customer's or none's, "payment-spent" when a card has less available than
// it got of the payment.
Expected<bool> unmatch(sql::Connection& connection, std::int64_t item, std::string_view customer, Time now);

struct BankItemRow {
  std::int64_t id = 0;
  Money amount;
  std::string day, payer, account, reference, remittance;
  BankItemState state = BankItemState::waiting;
  std::string customer, customer_name;  // empty unless matched
  Time at;
};
std::optional<BankItemRow> find_bank_item(sql::Connection& connection, std::int64_t id);
// The newest first, older than `before` (0: from the newest). Without `state` all.
std::vector<BankItemRow> list_bank_items(sql::Connection& connection, std::optional<BankItemState> state,
                                         std::int64_t before, std::int64_t most);

// Whom a payment may be from, the likeliest first: the statement's sum and the payer's name, one of them, at most ten.
struct Proposal {
  std::string customer, customer_name, email;
  bool by_amount = false, by_name = false;
  std::int64_t statement = 0;  // by amount
};
std::vector<Proposal> proposals(sql::Connection& connection, const BankItemRow& item);

struct BankFile {
  std::string name, operator_name;
  Time at;
  std::int64_t items = 0, fresh = 0;
};
std::vector<BankFile> list_bank_files(sql::Connection& connection, std::int64_t most);

}  // namespace sealcart::credit::store
