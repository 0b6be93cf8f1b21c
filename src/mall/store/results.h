// Settling hand-overs with the answers that the companies signed.
#pragma once

#include <span>
#include <string>

#include "mall/rules/result.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct ReplyArrival {
  Reply reply;                // verified
  std::string issuer;         // registry id of who signed it
  std::string document_hash;  // protocol::document_hash of the answer
  Time now;
  // Out. The numbers are empty for an unknown purchase.
  Acceptance acceptance = Acceptance::unknown_purchase;
  std::string purchase;
  std::string handover;
  State bought = State::pending;  // the purchase's state now
};
// For sql::Group.
void take_replies(sql::Connection& connection, std::span<ReplyArrival* const> arrivals);

}  // namespace sealcart::mall::store
