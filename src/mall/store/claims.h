// Rows of claims: what credit companies were asked to capture for what was handed over (seed S324).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/money.h"
#include "core/world.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct ClaimRow {
  std::string number;    // ClaimNumber
  std::string handover;  // number of the hand-over to the credit company
  Money amount;
  bool last = false;
  std::array<unsigned char, 32> salt{};
  std::string evidence;  // the text that the document's evidence commits to (protocol::evidence_of)
  std::string document;  // signed
  Time created;
};

// In the transaction in which what is claimed for leaves, under lock_handover. Puts the document into the outbox for
// `partner`, behind what went there about this hand-over before: a last claim must not overtake another.
void add_claim(sql::Connection& connection, const ClaimRow& claim, std::string_view partner);

}  // namespace sealcart::mall::store
