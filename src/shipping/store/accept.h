// Writing of shipments: the hot path. A batch of them is written in one transaction, each with the letter that tells
// the mall.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "protocol/outcome.h"
#include "seal/sign.h"
#include "shipping/store/shipments.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

struct Accept {
  // What to write.
  seal::Digest request_key{};
  std::string mall;  // id in the registry
  std::string purchase;
  std::string request_hash;
  protocol::Outcome outcome = protocol::Outcome::no;
  std::string number;         // shipping number; empty unless OK
  seal::Digest number_key{};  // number_key(): of what the receipt gives as shipping number; unused unless OK
  std::string parcels;        // size classes, separated by spaces
  std::string service;
  std::optional<Money> cash_on_delivery;
  std::string sealed_goods;      // empty when the request has none
  std::string sealed_addressee;  // empty unless OK
  std::string document;          // the signed receipt; also put into the outbox
  Time at;

  // What became of it: set when the request was answered before, or by an earlier one of the batch.
  std::optional<Answered> existing;
};

seal::Digest number_key(std::string_view number_given);

// The commit of sql::Group<Accept>.
void accept(sql::Connection& connection, std::span<Accept* const> batch);

// The two ways to do it; accept() chooses by the connection's dialect.
void accept_one_by_one(sql::Connection& connection, std::span<Accept* const> batch);
void accept_as_arrays(sql::Connection& connection, std::span<Accept* const> batch);  // PostgreSQL only

}  // namespace sealcart::shipping::store
