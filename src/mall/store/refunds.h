// What was claimed, given back and released of a hand-over to a credit company.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mall/rules/money_back.h"
#include "mall/rules/purchase.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// Of a hand-over with an amount. Whoever moves its money waits in lock_handover for others who do.
Moved moved(sql::Connection& connection, const Handover& handover);

struct Refund {
  std::string number;
  std::string handover;
  Money amount;
  std::string document;
  Time created;
  std::string operator_name;
  friend bool operator==(const Refund&, const Refund&) = default;
};
// In the order in which they were made.
std::vector<Refund> refunds(sql::Connection& connection, std::string_view handover);
// Writes it beside its letter. False when the same number was written before: then nothing is changed. Problems: those
// of may_refund.
Expected<bool> add_refund(sql::Connection& connection, const Refund& refund, const Handover& of);

struct VoidRow {
  std::string document;
  Time created;
  std::string operator_name;
};
std::optional<VoidRow> find_void(sql::Connection& connection, std::string_view handover);
// Ends the purchase: what waits to be packed waits no more, and the goods that were kept for sending are forgotten.
// What is packed stays on the shelf until it is withdrawn. False when there is nothing to release (any more): then
// nothing is changed.
bool add_void(sql::Connection& connection, const VoidRow& row, const Handover& of);

struct ClaimLine {
  std::string number;
  Money amount;
  bool last = false;
  std::string document;
  Time created;
};
std::vector<ClaimLine> claims(sql::Connection& connection, std::string_view handover);

}  // namespace sealcart::mall::store
