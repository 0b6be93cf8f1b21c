#include "credit/store/customers.h"

#include <algorithm>
#include <cassert>

#include "credit/store/secrets.h"

namespace sealcart::credit::store {

void add_customer(sql::Connection& connection, const NewCustomer& customer, Time now) {
  static const sql::Statement insert{
      "INSERT INTO customer (id, name, name_kana, address, phone, email, employer, password_hash, created) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
  connection.execute(insert, {customer.id, customer.name, customer.name_kana, customer.address, customer.phone,
                              customer.email, customer.employer, customer.password_hash, now.seconds});
  static const sql::Statement insert_word{"INSERT INTO check_word (customer, word_hash) VALUES ($1, $2)"};
  for (const seal::Digest& hash : customer.word_hashes) connection.execute(insert_word, {customer.id, blob(hash)});
}

std::int64_t add_card(sql::Connection& connection, const NewCard& card, Time now) {
  static const sql::Statement insert{
      "INSERT INTO card (customer, number_hash, number_sealed, last4, currency, created) "
      "VALUES ($1, $2, $3, $4, $5, $6) RETURNING id"};
  return connection
      .query(insert, {card.customer, blob(card.number_hash), blob(card.number_sealed), card.last4, card.currency.code(),
                      now.seconds})
      .integer(0, 0);
}

bool email_registered(sql::Connection& connection, std::string_view email) {
  static const sql::Statement find{"SELECT 1 FROM customer WHERE email = $1"};
  return !connection.query(find, {email}).empty();
}

bool card_registered(sql::Connection& connection, const seal::Digest& number_hash) {
  static const sql::Statement find{"SELECT 1 FROM card WHERE number_hash = $1"};
  return !connection.query(find, {blob(number_hash)}).empty();
}

std::vector<CardOnPage> cards_of(sql::Connection& connection, std::string_view customer, const Currency& currency) {
  static const sql::Statement find{
      "SELECT id, last4 FROM card WHERE customer = $1 AND currency = $2 AND blocked = 0 ORDER BY id"};
  const sql::Rows rows = connection.query(find, {customer, currency.code()});
  std::vector<CardOnPage> cards;
  for (std::size_t i = 0; i < rows.size(); ++i) cards.push_back({rows.integer(i, 0), rows.text(i, 1)});
  return cards;
}

std::vector<seal::Digest> check_words(sql::Connection& connection, std::string_view customer) {
  static const sql::Statement find{"SELECT word_hash FROM check_word WHERE customer = $1"};
  const sql::Rows rows = connection.query(find, {customer});
  std::vector<seal::Digest> words(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& bytes = rows.bytes(i, 0);
    assert(bytes.size() == words[i].size());
    std::copy(bytes.begin(), bytes.end(), words[i].begin());
  }
  return words;
}

std::vector<CardListed> list_cards(sql::Connection& connection) {
  static const sql::Statement find{
      "SELECT u.id, u.name, u.email, c.last4, c.currency, c.id, u.locked, c.blocked, "
      "COALESCE((SELECT -balance FROM posting WHERE account = c.id * 16 ORDER BY seq DESC LIMIT 1), 0), "
      "COALESCE((SELECT balance FROM posting WHERE account = c.id * 16 + 1 ORDER BY seq DESC LIMIT 1), 0), "
      "COALESCE((SELECT balance FROM posting WHERE account = c.id * 16 + 2 ORDER BY seq DESC LIMIT 1), 0) "
      "FROM customer u JOIN card c ON c.customer = u.id ORDER BY u.created, u.email, c.id"};
  const sql::Rows rows = connection.query(find);
  std::vector<CardListed> cards;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    cards.push_back({.customer = rows.text(i, 0),
                     .name = rows.text(i, 1),
                     .email = rows.text(i, 2),
                     .last4 = rows.text(i, 3),
                     .currency = rows.text(i, 4),
                     .card = rows.integer(i, 5),
                     .limit = rows.integer(i, 8),
                     .available = rows.integer(i, 9),
                     .authorised = rows.integer(i, 10),
                     .locked = rows.integer(i, 6) != 0,
                     .blocked = rows.integer(i, 7) != 0});
  }
  return cards;
}

bool set_locked(sql::Connection& connection, std::string_view customer, bool locked) {
  static const sql::Statement set{"UPDATE customer SET locked = $2 WHERE id = $1"};
  return connection.execute(set, {customer, std::int64_t{locked}}) == 1;
}

}  // namespace sealcart::credit::store
