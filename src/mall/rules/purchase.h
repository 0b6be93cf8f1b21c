// One purchase as the mall keeps it (seed S312): who sold what to whom is not in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "core/world.h"
#include "protocol/payment_request.h"
#include "protocol/settlement_result.h"

namespace sealcart::mall {

enum class State { pending, ok, no, ng };
std::string_view name(State state);        // "pending", "ok", "no", "ng"
State parse_state(std::string_view name);  // asserts: only the database's own words
State state_of(protocol::Outcome outcome);

struct Purchase {
  std::string number;
  std::string sealed_goods;  // stays here in number-only mode, crosses in the others
  protocol::Disclosure disclosure = protocol::Disclosure::sealed;  // the mode in which it was handed over
  Money amount;                                                    // including tax
  protocol::GoodsKind kind = protocol::GoodsKind::physical;
  std::string partner;           // id of the company that it was handed to
  std::string request_document;  // the signed PaymentRequest
  std::string request_hash;      // protocol::document_hash of it
  Time created;
  Time expires;  // of the request
  State state = State::pending;
  std::optional<std::string> receipt;          // when ok
  std::optional<std::string> sealed_customer;  // when ok and the company lets it cross
  std::optional<std::string> result_hash;      // protocol::document_hash of the result taken
  std::optional<Time> settled;

  friend bool operator==(const Purchase&, const Purchase&) = default;
};

// What the request said of this purchase beside its amount: the field `purchase` and the field `goods`.
const std::string& purchase_field(const Purchase& purchase);
std::optional<std::string> goods_field(const Purchase& purchase);

// No answer within a minute after the request ran out. Only what the customer reads: a late result is taken all the
// same.
bool seems_expired(const Purchase& purchase, Time now);

}  // namespace sealcart::mall
