// Registers customers with their cards and limits: all or none.
#pragma once

#include <vector>

#include "core/world.h"
#include "credit/store/customer_csv.h"
#include "credit/store/customers.h"
#include "credit/store/secrets.h"

namespace sealcart::credit::store {

// A customer with everything made that takes long (the password's hash) or needs secrets.
struct PreparedCustomer {
  NewCustomer customer;
  struct Card {
    NewCard card;
    std::int64_t limit;
    std::size_t line;
  };
  std::vector<Card> cards;
};
// Rows of one e-mail address become one customer. Blocking: hashes one password a customer.
std::vector<PreparedCustomer> prepare(const std::vector<CustomerRow>& rows, const Secrets& secrets, Random& random);

// Inside one transaction. Returns what is registered already; then nothing was written.
RowFaults import_customers(sql::Connection& connection, const std::vector<PreparedCustomer>& customers, Time now);

}  // namespace sealcart::credit::store
