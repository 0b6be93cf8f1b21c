// Rows of purchases and their hand-overs (seed S312, S1212).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mall/rules/purchase.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// A purchase with its first hand-over. Hashes are 32 raw bytes.
struct NewPurchase {
  Purchase purchase;
  std::string code_hash;   // keyed hash of the customer's purchase code
  std::string offer_hash;  // keyed hash of the offer's id: one offer becomes one purchase
  std::string kept_key;    // the customer's key, encrypted (store/kept_keys.h); empty when nothing is sent as data
  bool inserted = false;   // out: false when the offer became a purchase before
};
// For sql::Group.
void insert_purchases(sql::Connection& connection, std::span<NewPurchase* const> purchases);

// A further hand-over of a purchase (seed S1208).
void insert_handover(sql::Connection& connection, const Handover& handover, std::string_view purchase);
// A purchase for cash on delivery that waits for another company now.
void set_pending(sql::Connection& connection, std::string_view purchase);

// SHA-256 of how the documents name a hand-over's purchase (the number, or in sealed-only mode the sealed goods): how
// an answer finds its row.
std::string purchase_hash(std::string_view name);

// Whoever adds a hand-over by what it read waits here for others who do (PostgreSQL; SQLite's writer is alone anyway).
void lock_purchase(sql::Connection& connection, std::string_view code_hash);
std::optional<Purchase> purchase_by_code(sql::Connection& connection, std::string_view code_hash);
std::optional<Purchase> purchase_by_number(sql::Connection& connection, std::string_view number);
bool offer_taken(sql::Connection& connection, std::string_view offer_hash);

// Of those of the numbers that exist.
std::vector<Progress> progress(sql::Connection& connection, std::span<const std::string> numbers);

// Which purchase a hand-over belongs to, and how it was answered.
struct HandoverState {
  std::string purchase;
  Role role;
  State state;
};
std::optional<HandoverState> handover_state(sql::Connection& connection, std::string_view number);

std::optional<Handover> handover(sql::Connection& connection, std::string_view number);

// The newest first. For the operator.
std::vector<Purchase> newest_purchases(sql::Connection& connection, std::int64_t most);

}  // namespace sealcart::mall::store
