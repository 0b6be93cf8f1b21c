// Writing of settlements: the hot path. A batch of them is decided and written in one transaction; each debits its card
// only if the card's last line, read in that transaction, leaves enough.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/money.h"
#include "core/world.h"
#include "credit/store/settlements.h"
#include "protocol/payment_request.h"
#include "protocol/settlement_result.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct Settle {
  // What to write.
  seal::Digest purchase_key{};
  std::string mall;  // id in the registry
  std::string purchase;
  std::string request_hash;
  protocol::Outcome outcome = protocol::Outcome::no;
  std::string receipt;         // receipt number; empty unless OK
  seal::Digest receipt_key{};  // receipt_key(): of what the result gives as receipt; unused unless OK
  std::int64_t card = 0;       // 0 for NG
  Money amount;
  protocol::GoodsKind kind = protocol::GoodsKind::physical;
  std::string sealed_goods;     // empty when the request has none
  std::string sealed_customer;  // empty unless OK
  std::string document;         // the signed result; also put into the outbox
  Time at;

  // What became of it.
  enum class Answer {
    written,
    existing,     // the purchase was settled before (or by an earlier one of the batch): see `existing`
    insufficient  // OK was asked for and the card has not enough: nothing is written
  };
  Answer answer = Answer::written;
  std::optional<Settled> existing;
};

// What a receipt is found by: the number, or a hash of the sealed text that stands in its place.
seal::Digest receipt_key(std::string_view receipt_given);

// The commit of sql::Group<Settle>. Sets each one's answer.
void settle(sql::Connection& connection, std::span<Settle* const> batch);

// The two ways to do it; settle() chooses by the connection's dialect.
void settle_one_by_one(sql::Connection& connection, std::span<Settle* const> batch);
void settle_as_arrays(sql::Connection& connection, std::span<Settle* const> batch);  // PostgreSQL only

}  // namespace sealcart::credit::store
