#include "credit/store/settle.h"

#include <algorithm>
#include <cassert>

#include "core/id.h"
#include "credit/store/ledger.h"
#include "credit/store/secrets.h"
#include "exchange/store/outbox.h"

namespace sealcart::credit::store {
namespace {

using Answer = Settle::Answer;

sql::Param text_or_null(const std::string& text) {
  return text.empty() ? sql::Param(nullptr) : sql::Param(std::string_view(text));
}

std::int64_t insert_settlement(sql::Connection& connection, const Settle& op) {
  static const sql::Statement insert{
      "INSERT INTO settlement (purchase_key, mall, purchase, request_hash, outcome, receipt, receipt_key, card, "
      "amount, "
      "currency, goods_kind, sealed_goods, sealed_customer, document, at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id"};
  const bool ok = op.outcome == protocol::Outcome::ok;
  return connection
      .query(insert,
             {blob(op.purchase_key), op.mall, op.purchase, op.request_hash, static_cast<std::int64_t>(op.outcome),
              text_or_null(op.receipt), ok ? sql::Param(blob(op.receipt_key)) : sql::Param(nullptr),
              op.card != 0 ? sql::Param(op.card) : sql::Param(nullptr), op.amount.minor, op.amount.currency.code(),
              static_cast<std::int64_t>(op.kind), text_or_null(op.sealed_goods), text_or_null(op.sealed_customer),
              op.document, op.at.seconds})
      .integer(0, 0);
}

void settle_one(sql::Connection& connection, Settle& op) {
  op.existing = find_settled(connection, op.purchase_key);
  if (op.existing) {
    op.answer = Answer::existing;
    return;
  }
  const bool debit = op.outcome == protocol::Outcome::ok;
  const std::int64_t available_account = account(op.card, Account::available);
  Line available;
  if (debit) {
    available = last_line(connection, available_account);
    if (available.balance < op.amount.minor) {
      op.answer = Answer::insufficient;
      return;
    }
  }
  const std::int64_t settlement = insert_settlement(connection, op);
  if (debit) {
    const std::int64_t entry = add_entry(connection, EntryKind::authorise, settlement, op.at);
    const std::int64_t authorised_account = account(op.card, Account::authorised);
    Line authorised = last_line(connection, authorised_account);
    post(connection, available_account, available, entry, -op.amount.minor);
    post(connection, authorised_account, authorised, entry, op.amount.minor);
  }
  exchange::store::put(connection, op.mall, op.document, op.at);
  op.answer = Answer::written;
}

}  // namespace

seal::Digest receipt_key(std::string_view receipt_given) {
  seal::Digest key{};
  if (const auto number = id_bytes(receipt_given)) {
    std::copy(number->begin(), number->end(), key.begin());
    return key;
  }
  return seal::sha256(seal::bytes(receipt_given));
}

void settle_one_by_one(sql::Connection& connection, std::span<Settle* const> batch) {
  for (Settle* op : batch) settle_one(connection, *op);
}

void settle(sql::Connection& connection, std::span<Settle* const> batch) {
  if (connection.dialect() == sql::Dialect::postgres) {
    settle_as_arrays(connection, batch);
  } else {
    settle_one_by_one(connection, batch);
  }
}

}  // namespace sealcart::credit::store
