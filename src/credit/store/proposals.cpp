// Whom a payment without a reference may be from.
#include <algorithm>

#include "credit/store/payments.h"

namespace sealcart::credit::store {

std::vector<Proposal> proposals(sql::Connection& connection, const BankItemRow& item) {
  // A statement of that sum; the newest of a customer.
  static const sql::Statement by_amount{
      "SELECT s.customer, u.name, u.email, MAX(s.id) FROM statement s JOIN customer u ON u.id = s.customer "
      "WHERE s.closing = $1 AND s.currency = $2 GROUP BY s.customer, u.name, u.email ORDER BY MAX(s.id) DESC LIMIT 10"};
  static const sql::Statement by_name{
      "SELECT u.id, u.name, u.email FROM customer u WHERE UPPER(REPLACE(u.name, ' ', '')) = "
      "UPPER(REPLACE($1, ' ', '')) AND EXISTS (SELECT 1 FROM card c WHERE c.customer = u.id AND c.currency = $2) "
      "LIMIT 10"};
  std::vector<Proposal> found;
  sql::Rows rows = connection.query(by_amount, {item.amount.minor, item.amount.currency.code()});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({.customer = rows.text(i, 0),
                     .customer_name = rows.text(i, 1),
                     .email = rows.text(i, 2),
                     .by_amount = true,
                     .statement = rows.integer(i, 3)});
  }
  rows = item.payer.empty() ? sql::Rows() : connection.query(by_name, {item.payer, item.amount.currency.code()});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& customer = rows.text(i, 0);
    const auto same =
        std::find_if(found.begin(), found.end(), [&](const Proposal& p) { return p.customer == customer; });
    if (same != found.end()) {
      same->by_name = true;
    } else {
      found.push_back(
          {.customer = customer, .customer_name = rows.text(i, 1), .email = rows.text(i, 2), .by_name = true});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Proposal& a, const Proposal& b) {
    return a.by_amount + a.by_name > b.by_amount + b.by_name;
  });
  if (found.size() > 10) found.erase(found.begin() + 10, found.end());
  return found;
}

}  // namespace sealcart::credit::store
