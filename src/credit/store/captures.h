// What happens to a settlement after the purchase. Each function is one transaction's work: the same again changes
// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "core/world.h"
#include "credit/rules/capture.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

enum class ItemKind : std::int64_t { capture = 0, refund = 1, chargeback = 2 };

// An OK settlement whose card is locked.
struct Held {
  std::int64_t settlement = 0, card = 0;
  std::string mall;  // id in the registry
  Authorisation known;
};
// 409 "receipt-unknown" when there is no such OK settlement, or it is another mall's.
Expected<Held> lock_held(sql::Connection& connection, const seal::Digest& receipt_key, std::string_view mall);
Expected<Held> lock_held(sql::Connection& connection, const seal::Digest& receipt_key);  // of any mall
Expected<Held> lock_held(sql::Connection& connection, std::int64_t settlement);
void save(sql::Connection& connection, const Held& held);

// What a mall is owed, or owes, by a claim, refund or chargeback.
struct NewItem {
  ItemKind kind;
  std::string number;
  std::int64_t amount = 0, fee = 0;
  bool last = false;
  std::string evidence;
  std::int64_t card_total = 0, entry = 0;
  bool covered = true;  // a capture: the customer has paid it
};
void add_item(sql::Connection& connection, const Held& held, const NewItem& item, Time now);
// What was taken under that number before: nothing, the same, or (409 "claim-conflict", "refund-conflict") something
// else.
Expected<bool> taken_before(sql::Connection& connection, const Held& held, const NewItem& item);

// A document's content, its mall known by the signature.
struct ClaimTaken {
  std::string mall;
  seal::Digest receipt_key{};
  std::string number;
  Money amount;
  bool last = false;
  std::string evidence;
};
// Problems: those above and of decide_claim.
Expected<void> take_claim(sql::Connection& connection, const ClaimTaken& claim, const Fees& fees, Time now);

struct RefundTaken {
  std::string mall;
  seal::Digest receipt_key{};
  std::string number;
  Money amount;
};
// Problems: those above and of decide_refund.
Expected<void> take_refund(sql::Connection& connection, const RefundTaken& refund, Time now);

// Releases what stays authorised.
Expected<void> take_void(sql::Connection& connection, std::string_view mall, const seal::Digest& receipt_key, Time now);

// A refund that the customer's claim forces on the mall, which pays a fee for it. `number` is fresh; the same again
// changes nothing.
Expected<void> charge_back(sql::Connection& connection, std::int64_t settlement, const std::string& number,
                           std::int64_t amount, const Fees& fees, Time now);

// Releases what is still authorised by settlements older than `before`, looking at `most` of them. True when there may
// be more.
struct Expiry {
  std::int64_t released = 0;
  bool more = false;
};
Expiry expire(sql::Connection& connection, Time before, std::int64_t most, Time now);

}  // namespace sealcart::credit::store
