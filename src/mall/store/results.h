// Settling purchases with the results that the credit companies signed.
#pragma once

#include <span>
#include <string>

#include "mall/rules/result.h"
#include "sql/database.h"

namespace sealcart::mall::store {

struct ResultArrival {
  const protocol::SettlementResult* result = nullptr;  // verified; lives until the batch is committed
  std::string issuer;                                  // registry id of who signed it
  std::string document_hash;                           // protocol::document_hash of the result
  std::string purchase_hash;                           // of the field `purchase`
  Time now;
  // Out. The number is empty for an unknown purchase.
  Acceptance acceptance = Acceptance::unknown_purchase;
  std::string number;
};
// For sql::Group.
void take_results(sql::Connection& connection, std::span<ResultArrival* const> arrivals);

}  // namespace sealcart::mall::store
