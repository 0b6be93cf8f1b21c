// Customers as an operator gives them: a CSV file (RFC 4180) with a heading, or the fields of one.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/money.h"
#include "credit/rules/card_number.h"

namespace sealcart::credit::store {

// One row: a customer with one card. Rows of one e-mail address are one customer with several cards.
struct CustomerRow {
  std::size_t line = 0;  // of the file, counted from 1; 0 when there is no file
  std::string id;        // that the customer is to have; empty: one is made
  std::string name, name_kana, address, phone, email, employer, password;
  CardNumber card;
  Currency currency;
  std::int64_t limit = 0;                // minor units
  std::vector<std::string> check_words;  // normalised
};

struct RowFault {
  std::size_t line = 0;
  std::string column;   // empty: the row as a whole
  std::string message;  // never repeats what was typed: it may be a password or a card number
  std::string code;     // of what is wrong with a value, for pages: "email"; empty for faults of a file alone
  friend bool operator==(const RowFault&, const RowFault&) = default;
};
using RowFaults = std::vector<RowFault>;

// "line 3, column card: …"
std::string describe(const RowFault& fault);

// Fields by column: name, name_kana (optional), address, phone, email, employer, password, card, currency, limit,
// check_words (optional, separated by spaces).
using Fields = std::map<std::string, std::string, std::less<>>;
tl::expected<CustomerRow, RowFaults> read_customer(const Fields& fields, std::size_t line);

// Some of the fields by themselves, under the same rules: what may change of a customer, and one more card.
struct Contact {
  std::string name, name_kana, address, phone, email, employer;
};
tl::expected<Contact, RowFaults> read_contact(const Fields& fields, std::size_t line = 0);
struct CardTerms {
  CardNumber card;
  Currency currency;
  std::int64_t limit = 0;  // minor units
};
tl::expected<CardTerms, RowFaults> read_card(const Fields& fields, std::size_t line = 0);

// What the database alone knows of.
RowFault email_taken(std::size_t line = 0);
RowFault card_taken(std::size_t line = 0);

// Every row, or every fault of the file.
tl::expected<std::vector<CustomerRow>, RowFaults> parse_customers(std::string_view csv);

}  // namespace sealcart::credit::store
