// Reading of settlements: what is known before a decision, and lists for the operator.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "credit/rules/settlement.h"
#include "protocol/settlement_result.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

// A settlement's stored answer.
struct Settled {
  protocol::Outcome outcome;
  std::string receipt;  // empty unless OK
  Money amount;
  std::string request_hash;
  std::string document;
};
std::optional<Settled> find_settled(sql::Connection& connection, const seal::Digest& purchase_key);

// A card with its customer and what is available now.
struct CardHeld {
  std::int64_t id;
  std::string last4;
  Currency currency;
  bool blocked;
  std::string customer, customer_name, password_hash;
  bool customer_locked;
  std::int64_t available;
};
struct Known {
  std::optional<Settled> settled;
  std::optional<CardHeld> card;
};
// Both in one query.
Known load(sql::Connection& connection, const seal::Digest& purchase_key, std::int64_t card);
struct Load {
  seal::Digest purchase_key;
  std::int64_t card;
  Known known;  // out
};
// The same for many, also in one query on PostgreSQL: for sql::ReadGroup.
void load_all(sql::Connection& connection, std::span<Load* const> loads);
Known load(sql::Connection& connection, const seal::Digest& purchase_key, const seal::Digest& card_number_hash);

// For the operator, newest first, at most `most`.
struct SettlementListed {
  std::int64_t id, at;
  std::string mall, purchase, receipt, outcome;
  Money amount;
  std::string card_last4;  // empty for NG
};
std::vector<SettlementListed> list_settlements(sql::Connection& connection, std::int64_t most);

}  // namespace sealcart::credit::store
