// A batch of shipments in three statements, whatever its size: read what is there, write all, put the letters.
#include <cassert>
#include <map>
#include <vector>

#include "exchange/store/outbox.h"
#include "shipping/store/accept.h"

namespace sealcart::shipping::store {
namespace {

std::string_view key_text(const seal::Digest& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

// The keys of the batch that have a shipment.
std::vector<std::string> answered_keys(sql::Connection& connection, std::span<Accept* const> batch) {
  std::vector<sql::Blob> keys;
  for (const Accept* op : batch) keys.push_back(blob(op->request_key));
  static const sql::Statement find{"SELECT request_key FROM shipment WHERE request_key = ANY($1::bytea[])"};
  const sql::Rows rows = connection.query(find, {std::span<const sql::Blob>(keys)});
  std::vector<std::string> found;
  for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(rows.bytes(i, 0));
  return found;
}

// The shipments to write, as columns. Views into the operations.
struct Columns {
  std::vector<sql::Blob> request_key, number_key;
  std::vector<std::string_view> mall, purchase, request_hash, number, parcels, service, currency, sealed_goods,
      sealed_addressee, document;
  std::vector<std::int64_t> outcome, amount, at;

  void add(const Accept& op) {
    request_key.push_back(blob(op.request_key));
    number_key.push_back(op.outcome == protocol::Outcome::ok ? blob(op.number_key) : sql::Blob());
    mall.push_back(op.mall);
    purchase.push_back(op.purchase);
    request_hash.push_back(op.request_hash);
    number.push_back(op.number);
    parcels.push_back(op.parcels);
    service.push_back(op.service);
    amount.push_back(op.cash_on_delivery ? op.cash_on_delivery->minor : 0);
    currency.push_back(op.cash_on_delivery ? op.cash_on_delivery->currency.code() : std::string_view());
    sealed_goods.push_back(op.sealed_goods);
    sealed_addressee.push_back(op.sealed_addressee);
    document.push_back(op.document);
    outcome.push_back(static_cast<std::int64_t>(op.outcome));
    at.push_back(op.at.seconds);
  }
};

// Absent texts, keys and amounts travel as empty ones and zero: arrays have no NULL here.
const sql::Statement insert_all{
    "INSERT INTO shipment (request_key, mall, purchase, request_hash, outcome, number, number_key, parcels, service, "
    "amount, currency, sealed_goods, sealed_addressee, document, at) "
    "SELECT request_key, mall, purchase, request_hash, outcome, NULLIF(number, ''), NULLIF(number_key, ''::bytea), "
    "parcels, service, NULLIF(amount, 0), NULLIF(currency, ''), NULLIF(sealed_goods, ''), "
    "NULLIF(sealed_addressee, ''), document, at "
    "FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bytea[], $8::text[], "
    "$9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[]) AS u (request_key, "
    "mall, purchase, request_hash, outcome, number, number_key, parcels, service, amount, currency, sealed_goods, "
    "sealed_addressee, document, at)"};

void insert(sql::Connection& connection, const Columns& c) {
  using Texts = std::span<const std::string_view>;
  using Integers = std::span<const std::int64_t>;
  using Blobs = std::span<const sql::Blob>;
  connection.execute(insert_all, {Blobs(c.request_key), Texts(c.mall), Texts(c.purchase), Texts(c.request_hash),
                                  Integers(c.outcome), Texts(c.number), Blobs(c.number_key), Texts(c.parcels),
                                  Texts(c.service), Integers(c.amount), Texts(c.currency), Texts(c.sealed_goods),
                                  Texts(c.sealed_addressee), Texts(c.document), Integers(c.at)});
}

}  // namespace

void accept_as_arrays(sql::Connection& connection, std::span<Accept* const> batch) {
  // Whose answer is there: in the table (nullptr) or earlier in this batch.
  std::map<std::string, const Accept*, std::less<>> taken;
  for (std::string& key : answered_keys(connection, batch)) taken.emplace(std::move(key), nullptr);
  Columns columns;
  for (Accept* op : batch) {
    op->existing.reset();
    const auto [at, is_first] = taken.emplace(key_text(op->request_key), op);
    if (is_first) {
      columns.add(*op);
      continue;
    }
    const Accept* first = at->second;
    op->existing = first == nullptr ? find_answered(connection, op->request_key)
                                    : Answered{first->outcome, first->number, first->document};
    assert(op->existing);
  }
  if (columns.document.empty()) return;
  try {
    insert(connection, columns);
  } catch (const sql::Error& error) {
    // Another process answered one of the same requests meanwhile: on the next try it is there to be read.
    if (error.kind != sql::Error::Kind::unique) throw;
    throw sql::Error(sql::Error::Kind::again, "a request of this batch was answered meanwhile");
  }
  exchange::store::put_many(connection, columns.mall, columns.document, batch.front()->at);
}

}  // namespace sealcart::shipping::store
