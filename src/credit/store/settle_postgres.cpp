// A batch of settlements in four statements and three round trips, whatever its size: lock the cards and read what is
// there, write all and put the letters, commit.
#include <algorithm>
#include <cassert>
#include <map>
#include <unordered_map>
#include <vector>

#include "credit/store/ledger.h"
#include "credit/store/secrets.h"
#include "credit/store/settle.h"
#include "exchange/store/outbox.h"

namespace sealcart::credit::store {
namespace {

using Answer = Settle::Answer;
using Lines = std::unordered_map<std::int64_t, Line>;

std::string_view key_text(const seal::Digest& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

// Cards are locked in order of id, so that two processes never wait for each other in a circle. What is read afterwards
// is read in later statements: each sees what was committed before the lock was given.
std::vector<std::int64_t> lock_cards(sql::Connection& connection, std::span<Settle* const> batch) {
  std::vector<std::int64_t> cards;
  for (const Settle* op : batch) {
    if (op->outcome == protocol::Outcome::ok) cards.push_back(op->card);
  }
  std::sort(cards.begin(), cards.end());
  cards.erase(std::unique(cards.begin(), cards.end()), cards.end());
  static const sql::Statement lock{"SELECT id FROM card WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE"};
  if (!cards.empty()) connection.execute_with_next(lock, {std::span<const std::int64_t>(cards)});
  return cards;
}

// What the batch rests on.
struct Found {
  Lines lines;                       // the last of each account that is to be posted to
  std::vector<std::string> settled;  // keys of the batch that have a settlement
};

Found read_what_is_there(sql::Connection& connection, std::span<Settle* const> batch,
                         const std::vector<std::int64_t>& cards) {
  std::vector<std::int64_t> accounts;
  for (const std::int64_t card : cards) {
    accounts.push_back(account(card, Account::available));
    accounts.push_back(account(card, Account::authorised));
  }
  std::vector<sql::Blob> keys;
  for (const Settle* op : batch) keys.push_back(blob(op->purchase_key));
  static const sql::Statement find{
      "",
      "SELECT a.account, p.seq, p.balance, NULL::bytea FROM unnest($1::bigint[]) AS a (account) CROSS JOIN LATERAL "
      "(SELECT seq, balance FROM posting WHERE posting.account = a.account ORDER BY seq DESC LIMIT 1) p "
      "UNION ALL SELECT NULL, NULL, NULL, s.purchase_key FROM unnest($2::bytea[]) AS k (purchase_key) "
      "CROSS JOIN LATERAL "
      "(SELECT purchase_key FROM settlement WHERE settlement.purchase_key = k.purchase_key LIMIT 1) s"};
  const sql::Rows rows =
      connection.query(find, {std::span<const std::int64_t>(accounts), std::span<const sql::Blob>(keys)});
  Found found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.null(i, 3)) {
      found.lines[rows.integer(i, 0)] = {rows.integer(i, 1), rows.integer(i, 2)};
    } else {
      found.settled.push_back(rows.bytes(i, 3));
    }
  }
  return found;
}

// The settlements to write, as columns. Views into the operations.
struct Columns {
  std::vector<sql::Blob> purchase_key, receipt_key;
  std::vector<std::string_view> mall, purchase, request_hash, receipt, currency, sealed_goods, sealed_customer,
      document;
  std::vector<std::int64_t> outcome, card, amount, kind, at;
  std::vector<std::int64_t> available_seq, available, authorised_seq, authorised;  // lines after this settlement

  void add(const Settle& op, const Line& available_line, const Line& authorised_line) {
    const bool ok = op.outcome == protocol::Outcome::ok;
    purchase_key.push_back(blob(op.purchase_key));
    receipt_key.push_back(ok ? blob(op.receipt_key) : sql::Blob());
    mall.push_back(op.mall);
    purchase.push_back(op.purchase);
    request_hash.push_back(op.request_hash);
    receipt.push_back(op.receipt);
    currency.push_back(op.amount.currency.code());
    sealed_goods.push_back(op.sealed_goods);
    sealed_customer.push_back(op.sealed_customer);
    document.push_back(op.document);
    outcome.push_back(static_cast<std::int64_t>(op.outcome));
    card.push_back(op.card);
    amount.push_back(op.amount.minor);
    kind.push_back(static_cast<std::int64_t>(op.kind));
    at.push_back(op.at.seconds);
    available_seq.push_back(available_line.seq);
    available.push_back(available_line.balance);
    authorised_seq.push_back(authorised_line.seq);
    authorised.push_back(authorised_line.balance);
  }
};

// Absent texts and keys travel as empty ones: arrays have no NULL here.
const sql::Statement insert_all{
    "WITH op AS MATERIALIZED (SELECT nextval('settlement_id_seq') AS id, "
    "CASE WHEN u.outcome = 0 THEN nextval('entry_id_seq') END AS entry, u.* "
    "FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::bytea[], $8::bigint[], "
    "$9::bigint[], $10::text[], $11::bigint[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[], "
    "$17::bigint[], $18::bigint[], $19::bigint[]) AS u (purchase_key, mall, purchase, request_hash, outcome, receipt, "
    "receipt_key, card, amount, currency, goods_kind, sealed_goods, sealed_customer, document, at, available_seq, "
    "available, authorised_seq, authorised)), "
    "settled AS (INSERT INTO settlement (id, purchase_key, mall, purchase, request_hash, outcome, receipt, "
    "receipt_key, "
    "card, amount, currency, goods_kind, sealed_goods, sealed_customer, document, at) "
    "SELECT id, purchase_key, mall, purchase, request_hash, outcome, NULLIF(receipt, ''), NULLIF(receipt_key, "
    "''::bytea), "
    "NULLIF(card, 0), amount, currency, goods_kind, NULLIF(sealed_goods, ''), NULLIF(sealed_customer, ''), document, "
    "at "
    "FROM op), "
    "entered AS (INSERT INTO entry (id, kind, settlement, at) SELECT entry, 1, id, at FROM op WHERE outcome = 0) "
    "INSERT INTO posting (account, seq, entry, amount, balance) "
    "SELECT card * 16 + 1, available_seq, entry, -amount, available FROM op WHERE outcome = 0 "
    "UNION ALL SELECT card * 16 + 2, authorised_seq, entry, amount, authorised FROM op WHERE outcome = 0"};

void insert(sql::Connection& connection, const Columns& c) {
  using Texts = std::span<const std::string_view>;
  using Integers = std::span<const std::int64_t>;
  using Blobs = std::span<const sql::Blob>;
  connection.execute_with_next(
      insert_all,
      {Blobs(c.purchase_key), Texts(c.mall), Texts(c.purchase), Texts(c.request_hash), Integers(c.outcome),
       Texts(c.receipt), Blobs(c.receipt_key), Integers(c.card), Integers(c.amount), Texts(c.currency),
       Integers(c.kind), Texts(c.sealed_goods), Texts(c.sealed_customer), Texts(c.document), Integers(c.at),
       Integers(c.available_seq), Integers(c.available), Integers(c.authorised_seq), Integers(c.authorised)});
}

// Moves both lines of the operation's card on; false when there is not enough.
bool debit(const Settle& op, Line& available, Line& authorised) {
  if (available.balance < op.amount.minor) return false;
  const auto held = checked_add(authorised.balance, op.amount.minor);
  assert(held);
  available = {available.seq + 1, available.balance - op.amount.minor};
  authorised = {authorised.seq + 1, *held};
  return true;
}

}  // namespace

void settle_as_arrays(sql::Connection& connection, std::span<Settle* const> batch) {
  Found there = read_what_is_there(connection, batch, lock_cards(connection, batch));
  Lines& lines = there.lines;
  // Whose settlement is there: in the table (nullptr) or earlier in this batch.
  std::map<std::string, const Settle*, std::less<>> taken;
  for (std::string& key : there.settled) taken.emplace(std::move(key), nullptr);

  Columns columns;
  for (Settle* op : batch) {
    op->existing.reset();
    const auto found = taken.find(key_text(op->purchase_key));
    if (found != taken.end()) {
      op->answer = Answer::existing;
      const Settle* first = found->second;
      if (first == nullptr) {
        op->existing = find_settled(connection, op->purchase_key);
      } else {
        op->existing = Settled{first->outcome, first->receipt, first->amount, first->request_hash, first->document};
      }
      assert(op->existing);
      continue;
    }
    Line none_available, none_authorised;
    const bool ok = op->outcome == protocol::Outcome::ok;
    Line& available = ok ? lines[account(op->card, Account::available)] : none_available;
    Line& authorised = ok ? lines[account(op->card, Account::authorised)] : none_authorised;
    if (ok && !debit(*op, available, authorised)) {
      op->answer = Answer::insufficient;
      continue;
    }
    taken.emplace(key_text(op->purchase_key), op);
    columns.add(*op, available, authorised);
    op->answer = Answer::written;
  }
  if (columns.document.empty()) return;
  try {
    insert(connection, columns);
    exchange::store::put_many(connection, columns.mall, columns.document, batch.front()->at);
  } catch (const sql::Error& error) {
    // Another process settled one of the same purchases meanwhile: on the next try it is there to be read.
    if (error.kind != sql::Error::Kind::unique) throw;
    throw sql::Error(sql::Error::Kind::again, "a purchase of this batch was settled meanwhile");
  }
}

}  // namespace sealcart::credit::store
