// Claims on card payments: rows of claim (seed S324).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/money.h"
#include "core/world.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct NewClaim {
  std::string number;    // ClaimNumber
  std::string handover;  // number of the credit company's hand-over
  std::string partner;   // id of the credit company
  Money amount;
  bool last = false;
  std::array<unsigned char, 32> evidence_salt{};
  std::string evidence;  // protocol::evidence_of
  std::string document;  // the signed claim
  Time created;
};
// Writes the row and puts the document into the outbox, in the caller's transaction.
void add_claim(sql::Connection& connection, const NewClaim& claim);
// Sum of what was claimed of a hand-over, minor units.
std::int64_t claimed(sql::Connection& connection, std::string_view handover);

}  // namespace sealcart::mall::store
