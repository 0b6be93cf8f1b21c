// Customers as the desk sees and changes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "credit/store/customer_csv.h"
#include "credit/store/secrets.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct CustomerListed {
  std::string id, name, email;
  bool locked = false;
  Time created;
  std::int64_t cards = 0;
};
// The newest first, after the customer `before` in the list (empty: from its beginning). `asked` empty: all; else an
// e-mail address, the last four digits of a card, or the beginning of a name (these in order of name), in this order of
// what it looks like.
std::vector<CustomerListed> list_customers(sql::Connection& connection, std::string_view asked, std::string_view before,
                                           std::int64_t most);

struct CustomerShown {
  std::string id;
  Contact fields;
  bool locked = false;
  Time created;
};
std::optional<CustomerShown> find_customer(sql::Connection& connection, std::string_view id);
// The fault when somebody else has that address; then nothing was changed.
RowFaults change_customer(sql::Connection& connection, std::string_view id, const Contact& fields);
// One more card of a customer. The fault when somebody has it already; the same again, of the same customer, is none
// and changes nothing.
RowFaults add_card_of(sql::Connection& connection, std::string_view id, const CardTerms& terms, const Secrets& secrets,
                      Time now);
void set_customer_password(sql::Connection& connection, std::string_view id, std::string_view hash);

struct CardShown {
  std::int64_t id = 0;
  std::string last4;
  Currency currency;
  bool blocked = false;
  std::int64_t limit = 0, available = 0, authorised = 0, owed = 0;
};
std::vector<CardShown> cards_shown(sql::Connection& connection, std::string_view customer);
// False when that card is not this customer's.
bool set_blocked(sql::Connection& connection, std::string_view customer, std::int64_t card, bool blocked);

}  // namespace sealcart::credit::store
