// Rows of customer, card and check_word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/world.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct NewCustomer {
  std::string id;  // random_id
  std::string name, name_kana, address, phone, email, employer;
  std::string password_hash;
  std::vector<seal::Digest> word_hashes;
};
struct NewCard {
  std::string customer;
  seal::Digest number_hash{};
  std::string number_sealed, last4;
  Currency currency;
};

// Throw Error (Kind::unique) when the e-mail address or the card is registered already.
void add_customer(sql::Connection& connection, const NewCustomer& customer, Time now);
// The new card's id. It has no limit yet: see set_limit.
std::int64_t add_card(sql::Connection& connection, const NewCard& card, Time now);

bool email_registered(sql::Connection& connection, std::string_view email);
bool card_registered(sql::Connection& connection, const seal::Digest& number_hash);

// A customer's cards of one currency that are not blocked, in order of id.
struct CardOnPage {
  std::int64_t id;
  std::string last4;
};
std::vector<CardOnPage> cards_of(sql::Connection& connection, std::string_view customer, const Currency& currency);

std::vector<seal::Digest> check_words(sql::Connection& connection, std::string_view customer);

// For the operator: one row a card; a customer without a card has none.
struct CardListed {
  std::string customer, name, email, last4, currency;
  std::int64_t card = 0, limit = 0, available = 0, authorised = 0;
  bool locked = false, blocked = false;
};
std::vector<CardListed> list_cards(sql::Connection& connection);

// False when there is no such customer.
bool set_locked(sql::Connection& connection, std::string_view customer, bool locked);

}  // namespace sealcart::credit::store
