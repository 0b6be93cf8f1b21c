#include "credit/store/customer_desk.h"

#include <algorithm>
#include <cassert>

#include "credit/store/customers.h"
#include "credit/store/ledger.h"

namespace sealcart::credit::store {
namespace {

#define LISTED                                          \
  "SELECT u.id, u.name, u.email, u.locked, u.created, " \
  "(SELECT COUNT(*) FROM card c WHERE c.customer = u.id) FROM customer u WHERE "
#define OLDER "($1 = '' OR (u.created, u.id) < ((SELECT b.created FROM customer b WHERE b.id = $1), $1)) "
#define NEWEST_FIRST "ORDER BY u.created DESC, u.id DESC LIMIT $2"

bool four_digits(std::string_view text) {
  return text.size() == 4 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Names as they are compared: without blanks and capitals, byte by byte, so that a beginning is a range of an index.
#define PLAIN_SQLITE(table) "UPPER(REPLACE(" table ".name, ' ', ''))"
#define PLAIN_POSTGRES(table) "UPPER(REPLACE(" table ".name, ' ', '')) COLLATE \"C\""
#define BEGINS(plain) "AND " plain " < UPPER(REPLACE($1, ' ', '')) || $3 ORDER BY " plain ", u.id LIMIT $2"
#define BY_NAME(plain) LISTED plain " >= UPPER(REPLACE($1, ' ', '')) " BEGINS(plain)
#define AFTER(plain, of_last) LISTED plain " >= " of_last " AND (" plain " > " of_last " OR u.id > $4) " BEGINS(plain)
#define OF_LAST(plain) "(SELECT " plain " FROM customer b WHERE b.id = $4)"

// In order of name.
sql::Rows by_name(sql::Connection& connection, std::string_view beginning, std::string_view after, std::int64_t most) {
  static const sql::Statement first{BY_NAME(PLAIN_SQLITE("u")), BY_NAME(PLAIN_POSTGRES("u"))};
  static const sql::Statement next{AFTER(PLAIN_SQLITE("u"), OF_LAST(PLAIN_SQLITE("b"))),
                                   AFTER(PLAIN_POSTGRES("u"), OF_LAST(PLAIN_POSTGRES("b")))};
  constexpr std::string_view last_character = "\xF4\x8F\xBF\xBF";  // U+10FFFF
  return after.empty() ? connection.query(first, {beginning, most, last_character})
                       : connection.query(next, {beginning, most, last_character, after});
}

#undef OF_LAST
#undef AFTER
#undef BY_NAME
#undef BEGINS
#undef PLAIN_POSTGRES
#undef PLAIN_SQLITE

}  // namespace

std::vector<CustomerListed> list_customers(sql::Connection& connection, std::string_view asked, std::string_view before,
                                           std::int64_t most) {
  static const sql::Statement all{LISTED OLDER NEWEST_FIRST};
  static const sql::Statement by_email{LISTED OLDER "AND u.email = $3 " NEWEST_FIRST};
  static const sql::Statement by_last4{LISTED OLDER
                                       "AND u.id IN (SELECT c.customer FROM card c WHERE c.last4 = $3) " NEWEST_FIRST};
  const sql::Rows rows = asked.empty()                               ? connection.query(all, {before, most})
                         : asked.find('@') != std::string_view::npos ? connection.query(by_email, {before, most, asked})
                         : four_digits(asked)                        ? connection.query(by_last4, {before, most, asked})
                                                                     : by_name(connection, asked, before, most);
  std::vector<CustomerListed> list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list.push_back({rows.text(i, 0),
                    rows.text(i, 1),
                    rows.text(i, 2),
                    rows.integer(i, 3) != 0,
                    {rows.integer(i, 4)},
                    rows.integer(i, 5)});
  }
  return list;
}

#undef NEWEST_FIRST
#undef OLDER
#undef LISTED

std::optional<CustomerShown> find_customer(sql::Connection& connection, std::string_view id) {
  static const sql::Statement find{
      "SELECT id, name, name_kana, address, phone, email, employer, locked, created FROM customer WHERE id = $1"};
  const sql::Rows rows = connection.query(find, {id});
  if (rows.empty()) return std::nullopt;
  return CustomerShown{
      rows.text(0, 0),
      {rows.text(0, 1), rows.text(0, 2), rows.text(0, 3), rows.text(0, 4), rows.text(0, 5), rows.text(0, 6)},
      rows.integer(0, 7) != 0,
      {rows.integer(0, 8)}};
}

RowFaults change_customer(sql::Connection& connection, std::string_view id, const Contact& fields) {
  static const sql::Statement taken{"SELECT 1 FROM customer WHERE email = $1 AND id <> $2"};
  if (!connection.query(taken, {fields.email, id}).empty()) return {email_taken()};
  static const sql::Statement set{
      "UPDATE customer SET name = $2, name_kana = $3, address = $4, phone = $5, email = $6, employer = $7 "
      "WHERE id = $1"};
  connection.execute(set,
                     {id, fields.name, fields.name_kana, fields.address, fields.phone, fields.email, fields.employer});
  return {};
}

RowFaults add_card_of(sql::Connection& connection, std::string_view id, const CardTerms& terms, const Secrets& secrets,
                      Time now) {
  static const sql::Statement owner{"SELECT customer FROM card WHERE number_hash = $1"};
  const seal::Digest hash = secrets.card_hash(terms.card);
  const sql::Rows rows = connection.query(owner, {blob(hash)});
  if (!rows.empty()) return rows.text(0, 0) == id ? RowFaults{} : RowFaults{card_taken()};
  const NewCard card{std::string(id), hash, secrets.sealed_card(terms.card), terms.card.last4(), terms.currency};
  const auto limited = set_limit(connection, add_card(connection, card, now), terms.limit, now);
  assert(limited);  // a new card has nothing in use
  return {};
}

void set_customer_password(sql::Connection& connection, std::string_view id, std::string_view hash) {
  static const sql::Statement set{"UPDATE customer SET password_hash = $2 WHERE id = $1"};
  connection.execute(set, {id, hash});
}

std::vector<CardShown> cards_shown(sql::Connection& connection, std::string_view customer) {
#define LAST(kind) \
  "COALESCE((SELECT p.balance FROM posting p WHERE p.account = c.id * 16 + " kind " ORDER BY p.seq DESC LIMIT 1), 0)"
  static const sql::Statement find{"SELECT c.id, c.last4, c.currency, c.blocked, " LAST("0") ", " LAST("1") ", " LAST(
      "2") ", " LAST("4") " "
                          "FROM card c WHERE c.customer = $1 ORDER BY c.id"};
#undef LAST
  const sql::Rows rows = connection.query(find, {customer});
  std::vector<CardShown> cards;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto currency = Currency::parse(rows.text(i, 2));
    assert(currency);
    cards.push_back({rows.integer(i, 0), rows.text(i, 1), *currency, rows.integer(i, 3) != 0, -rows.integer(i, 4),
                     rows.integer(i, 5), rows.integer(i, 6), rows.integer(i, 7)});
  }
  return cards;
}

bool set_blocked(sql::Connection& connection, std::string_view customer, std::int64_t card, bool blocked) {
  static const sql::Statement set{"UPDATE card SET blocked = $3 WHERE id = $1 AND customer = $2"};
  return connection.execute(set, {card, customer, std::int64_t{blocked}}) == 1;
}

}  // namespace sealcart::credit::store
