// Rows of the purchase table (seed S312).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mall/rules/purchase.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// A purchase that is handed over. Hashes are 32 raw bytes.
struct NewPurchase {
  Purchase purchase;
  std::string code_hash;      // keyed hash of the customer's purchase code
  std::string offer_hash;     // keyed hash of the offer's id: one offer becomes one purchase
  std::string purchase_hash;  // see purchase_hash()
  bool inserted = false;      // out: false when the offer became a purchase before
};
// For sql::Group.
void insert_purchases(sql::Connection& connection, std::span<NewPurchase* const> purchases);

// SHA-256 of a document's field `purchase` (the number, or in sealed-only mode the sealed goods): how a result finds
// its row.
std::string purchase_hash(std::string_view purchase_field);

std::optional<Purchase> purchase_by_code(sql::Connection& connection, std::string_view code_hash);
bool offer_taken(sql::Connection& connection, std::string_view offer_hash);
// `lock`: until the transaction ends (PostgreSQL; SQLite's writer is alone anyway).
std::optional<Purchase> purchase_by_hash(sql::Connection& connection, std::string_view hash, bool lock);

// Of those of the numbers that exist.
std::vector<std::pair<std::string, State>> states(sql::Connection& connection, std::span<const std::string> numbers);

// The newest first. For the operator.
std::vector<Purchase> newest_purchases(sql::Connection& connection, std::int64_t most);

}  // namespace sealcart::mall::store
