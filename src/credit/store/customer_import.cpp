#include "credit/store/customer_import.h"

#include <cassert>
#include <map>

#include "core/id.h"
#include "credit/store/ledger.h"

namespace sealcart::credit::store {

std::vector<PreparedCustomer> prepare(const std::vector<CustomerRow>& rows, const Secrets& secrets, Random& random) {
  std::vector<PreparedCustomer> prepared;
  std::map<std::string_view, std::size_t> by_email;
  for (const CustomerRow& row : rows) {
    const auto [at, fresh] = by_email.try_emplace(row.email, prepared.size());
    if (fresh) {
      NewCustomer customer{row.id.empty() ? random_id(random) : row.id,
                           row.name,
                           row.name_kana,
                           row.address,
                           row.phone,
                           row.email,
                           row.employer,
                           seal::hash_password(row.password),
                           {}};
      for (const std::string& word : row.check_words) {
        customer.word_hashes.push_back(secrets.word_hash(customer.id, word));
      }
      prepared.push_back({std::move(customer), {}});
    }
    PreparedCustomer& owner = prepared[at->second];
    owner.cards.push_back({{owner.customer.id, secrets.card_hash(row.card), secrets.sealed_card(row.card),
                            row.card.last4(), row.currency},
                           row.limit,
                           row.line});
  }
  return prepared;
}

RowFaults import_customers(sql::Connection& connection, const std::vector<PreparedCustomer>& customers, Time now) {
  RowFaults faults;
  for (const PreparedCustomer& one : customers) {
    if (email_registered(connection, one.customer.email)) {
      faults.push_back(email_taken(one.cards.front().line));
    }
    for (const auto& held : one.cards) {
      if (card_registered(connection, held.card.number_hash)) {
        faults.push_back(card_taken(held.line));
      }
    }
  }
  if (!faults.empty()) return faults;
  for (const PreparedCustomer& one : customers) {
    add_customer(connection, one.customer, now);
    for (const auto& held : one.cards) {
      const std::int64_t card = add_card(connection, held.card, now);
      const auto limited = set_limit(connection, card, held.limit, now);
      assert(limited);  // a new card has nothing in use
    }
  }
  return {};
}

}  // namespace sealcart::credit::store
