#include "credit/store/payments.h"

#include <algorithm>
#include <cassert>

#include "credit/rules/payment_reference.h"
#include "credit/store/ledger.h"
#include "credit/store/payouts.h"
#include "credit/store/statements.h"

namespace sealcart::credit::store {
namespace {

// The new row's id; nullopt when the identity is known.
std::optional<std::int64_t> insert(sql::Connection& connection, const BankItem& item, std::int64_t file,
                                   BankItemState state, std::string_view customer, Time now) {
  static const sql::Statement add{
      "INSERT INTO bank_item (identity, file, currency, amount, day, payer, account, reference, remittance, state, "
      "customer, at) VALUES ($1, NULLIF($2, 0), $3, $4, $5, $6, $7, $8, $9, $10, NULLIF($11, ''), $12) "
      "ON CONFLICT (identity) DO NOTHING RETURNING id"};
  const sql::Rows rows = connection.query(
      add, {item.identity, file, item.amount.currency.code(), item.amount.minor, item.day, item.payer, item.account,
            item.reference, item.remittance, static_cast<std::int64_t>(state), customer, now.seconds});
  if (rows.empty()) return std::nullopt;
  return rows.integer(0, 0);
}

bool known(sql::Connection& connection, std::string_view identity) {
  static const sql::Statement find{"SELECT 1 FROM bank_item WHERE identity = $1"};
  return !connection.query(find, {identity}).empty();
}

// Their cards of the currency, locked.
std::vector<std::int64_t> lock_cards(sql::Connection& connection, std::string_view customer, const Currency& currency) {
  static const sql::Statement find{"SELECT id FROM card WHERE customer = $1 AND currency = $2 ORDER BY id",
                                   "SELECT id FROM card WHERE customer = $1 AND currency = $2 ORDER BY id FOR UPDATE"};
  const sql::Rows rows = connection.query(find, {customer, currency.code()});
  std::vector<std::int64_t> cards;
  for (std::size_t i = 0; i < rows.size(); ++i) cards.push_back(rows.integer(i, 0));
  return cards;
}

// Each card gets what it owes, in order; what is too much goes to the first.
void enter_payment(sql::Connection& connection, std::int64_t item, const std::vector<std::int64_t>& cards,
                   const Money& amount, EntryKind kind, Time now) {
  assert(amount.minor > 0 && !cards.empty());
  std::vector<std::int64_t> parts;
  std::int64_t left = amount.minor;
  for (const std::int64_t card : cards) {
    const std::int64_t owed = std::max<std::int64_t>(0, balance(connection, account(card, Account::receivable)));
    parts.push_back(std::min(left, owed));
    left -= parts.back();
  }
  parts.front() += left;
  const std::int64_t company = lock_owner(connection, "", amount.currency);
  for (std::size_t i = 0; i < cards.size(); ++i) {
    if (parts[i] == 0) continue;
    const Moves moves = kind == EntryKind::payment ? moves_of_payment(parts[i]) : moves_of_match(parts[i]);
    enter(connection, kind, 0, {.card = cards[i], .company = company}, moves, now);
    static const sql::Statement note{"INSERT INTO payment_part (item, card, amount) VALUES ($1, $2, $3)"};
    connection.execute(note, {item, cards[i], parts[i]});
  }
}

// The customer whose statement's reference the payment gives.
std::optional<std::string> named_customer(sql::Connection& connection, const BankItem& item) {
  if (item.amount.minor < 0) return std::nullopt;
  auto reference = find_reference(item.reference);
  if (!reference) reference = find_reference(item.remittance);
  if (!reference) return std::nullopt;
  const auto statement = find_statement(connection, *reference);
  if (!statement || statement->currency != item.amount.currency) return std::nullopt;
  return statement->customer;
}

// Under its lock.
std::optional<BankItemRow> lock_item(sql::Connection& connection, std::int64_t item) {
  static const sql::Statement lock{"SELECT id FROM bank_item WHERE id = $1",
                                   "SELECT id FROM bank_item WHERE id = $1 FOR UPDATE"};
  connection.query(lock, {item});
  return find_bank_item(connection, item);
}

tl::unexpected<Problem> no_item() { return problem(404, "payment-unknown", "There is no such payment."); }

tl::unexpected<Problem> no_card() {
  return problem(409, "payment-currency", "The customer has no card in the currency of the payment.");
}

BankItemRow read_row(const sql::Rows& rows, std::size_t row) {
  const auto currency = Currency::parse(rows.text(row, 2));
  assert(currency);
  return {.id = rows.integer(row, 0),
          .amount = {rows.integer(row, 1), *currency},
          .day = rows.text(row, 3),
          .payer = rows.text(row, 4),
          .account = rows.text(row, 5),
          .reference = rows.text(row, 6),
          .remittance = rows.text(row, 7),
          .state = static_cast<BankItemState>(rows.integer(row, 8)),
          .customer = rows.text(row, 9),
          .customer_name = rows.text(row, 10),
          .at = {rows.integer(row, 11)}};
}

#define ITEM_COLUMNS                                                                                   \
  "SELECT b.id, b.amount, b.currency, b.day, b.payer, b.account, b.reference, b.remittance, b.state, " \
  "COALESCE(b.customer, ''), COALESCE(u.name, ''), b.at FROM bank_item b LEFT JOIN customer u ON u.id = b.customer "

}  // namespace

Booked book_items(sql::Connection& connection, std::span<const BankItem> items, std::int64_t file, Time now) {
  Booked booked;
  for (const BankItem& item : items) {
    if (known(connection, item.identity)) continue;
    if (const auto customer = named_customer(connection, item)) {
      const auto cards = lock_cards(connection, *customer, item.amount.currency);
      assert(!cards.empty());  // a statement is of cards, and no card is ever removed
      if (const auto id = insert(connection, item, file, BankItemState::matched, *customer, now)) {
        enter_payment(connection, *id, cards, item.amount, EntryKind::payment, now);
        ++booked.fresh;
        ++booked.matched;
      }
      continue;
    }
    const std::int64_t company = lock_owner(connection, "", item.amount.currency);
    const bool ours = item.amount.minor < 0 && payout_executed(connection, item.end_to_end_id, item.amount, item.day);
    if (!insert(connection, item, file, ours ? BankItemState::payout : BankItemState::waiting, "", now)) continue;
    ++booked.fresh;
    ++(ours ? booked.payouts : booked.waiting);
    if (!ours) {
      enter(connection, EntryKind::receipt, 0, {.company = company}, moves_of_receipt(item.amount.minor), now);
    }
  }
  return booked;
}

std::int64_t add_bank_file(sql::Connection& connection, std::string_view name, std::string_view operator_name,
                           std::int64_t items, Time now) {
  static const sql::Statement add{
      "INSERT INTO bank_file (name, operator, at, items, fresh) VALUES ($1, $2, $3, $4, 0) RETURNING id"};
  return connection.query(add, {name, operator_name, now.seconds, items}).integer(0, 0);
}

void set_fresh(sql::Connection& connection, std::int64_t file, std::int64_t fresh) {
  static const sql::Statement set{"UPDATE bank_file SET fresh = $2 WHERE id = $1"};
  connection.execute(set, {file, fresh});
}

Expected<void> book_payment(sql::Connection& connection, const BankItem& item, std::string_view customer, Time now) {
  assert(item.amount.minor > 0);
  const auto cards = lock_cards(connection, customer, item.amount.currency);
  if (cards.empty()) return no_card();
  const auto id = insert(connection, item, 0, BankItemState::matched, customer, now);
  if (!id) return problem(409, "payment-known", "This payment is booked already. Nothing has been changed.");
  enter_payment(connection, *id, cards, item.amount, EntryKind::payment, now);
  return {};
}

Expected<void> match(sql::Connection& connection, std::int64_t item, std::string_view customer, Time now) {
  const auto found = lock_item(connection, item);
  if (!found) return no_item();
  if (found->state == BankItemState::matched && found->customer == customer) return {};
  if (found->state != BankItemState::waiting) {
    return problem(409, "payment-taken", "This payment has been matched meanwhile.");
  }
  if (found->amount.minor < 0) return problem(409, "payment-outgoing", "This went out: no customer paid it.");
  const auto cards = lock_cards(connection, customer, found->amount.currency);
  if (cards.empty()) return no_card();
  enter_payment(connection, item, cards, found->amount, EntryKind::match, now);
  static const sql::Statement set{"UPDATE bank_item SET state = 1, customer = $2 WHERE id = $1"};
  connection.execute(set, {item, customer});
  return {};
}

Expected<bool> unmatch(sql::Connection& connection, std::int64_t item, std::string_view customer, Time now) {
  const auto found = lock_item(connection, item);
  if (!found) return no_item();
  if (found->state == BankItemState::waiting) return false;
  if (found->state != BankItemState::matched || found->customer != customer) {
    return problem(409, "payment-not-theirs", "This payment is not booked to that customer now.");
  }
  lock_cards(connection, customer, found->amount.currency);
  static const sql::Statement parts{"SELECT card, amount FROM payment_part WHERE item = $1 ORDER BY card"};
  const sql::Rows rows = connection.query(parts, {item});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (balance(connection, account(rows.integer(i, 0), Account::available)) < rows.integer(i, 1)) {
      return problem(409, "payment-spent", "The customer has spent what this payment set free: raise the limit first.");
    }
  }
  const std::int64_t company = lock_owner(connection, "", found->amount.currency);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    enter(connection, EntryKind::unmatch, 0, {.card = rows.integer(i, 0), .company = company},
          moves_of_unmatch(rows.integer(i, 1)), now);
  }
  static const sql::Statement forget{"DELETE FROM payment_part WHERE item = $1"};
  static const sql::Statement set{"UPDATE bank_item SET state = 0, customer = NULL WHERE id = $1"};
  connection.execute(forget, {item});
  connection.execute(set, {item});
  return true;
}

std::optional<BankItemRow> find_bank_item(sql::Connection& connection, std::int64_t id) {
  static const sql::Statement find{ITEM_COLUMNS "WHERE b.id = $1"};
  const sql::Rows rows = connection.query(find, {id});
  if (rows.empty()) return std::nullopt;
  return read_row(rows, 0);
}

std::vector<BankItemRow> list_bank_items(sql::Connection& connection, std::optional<BankItemState> state,
                                         std::int64_t before, std::int64_t most) {
  static const sql::Statement all{ITEM_COLUMNS "WHERE b.id < $1 ORDER BY b.id DESC LIMIT $2"};
  static const sql::Statement of_state{ITEM_COLUMNS "WHERE b.id < $1 AND b.state = $3 ORDER BY b.id DESC LIMIT $2"};
  const std::int64_t from = before > 0 ? before : INT64_MAX;
  const sql::Rows rows = state ? connection.query(of_state, {from, most, static_cast<std::int64_t>(*state)})
                               : connection.query(all, {from, most});
  std::vector<BankItemRow> list;
  for (std::size_t i = 0; i < rows.size(); ++i) list.push_back(read_row(rows, i));
  return list;
}

#undef ITEM_COLUMNS

std::vector<BankFile> list_bank_files(sql::Connection& connection, std::int64_t most) {
  static const sql::Statement find{"SELECT name, operator, at, items, fresh FROM bank_file ORDER BY id DESC LIMIT $1"};
  const sql::Rows rows = connection.query(find, {most});
  std::vector<BankFile> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({rows.text(i, 0), rows.text(i, 1), {rows.integer(i, 2)}, rows.integer(i, 3), rows.integer(i, 4)});
  }
  return list;
}

}  // namespace sealcart::credit::store
