// What customers have covered, and which captures and statements are paid by it.
//
// Covered is all that was ever captured less what is still owed, whichever payment, refund or chargeback lowered it:
// two numbers that the newest rows hold. It pays the oldest captures first, of a card or (for a statement) of all the
// customer's cards of its currency.
#pragma once

#include <cstdint>
#include <string_view>

#include "sql/database.h"

namespace sealcart::credit::store {

// Of a card, as SQL: `card` is its id.
#define SEALCART_CAPTURED_BY(card) \
  "COALESCE((SELECT MAX(i.card_total) FROM mall_item i WHERE i.card = " card " AND i.kind = 0), 0)"
#define SEALCART_COVERED_BY(card) \
  SEALCART_CAPTURED_BY(card)      \
  " - COALESCE((SELECT p.balance FROM posting p WHERE p.account = " card " * 16 + 4 ORDER BY p.seq DESC LIMIT 1), 0)"
// Of a customer's cards of a currency, as SQL.
#define SEALCART_COVERED_OF(customer, currency) \
  "COALESCE((SELECT CAST(SUM(" SEALCART_COVERED_BY("c.id") ") AS BIGINT) FROM card c WHERE "       \
                                                           "c.customer = " customer " AND c.currency = " currency "), 0)"

// All captures of a card until now.
std::int64_t captured_by(sql::Connection& connection, std::int64_t card);
std::int64_t covered_of(sql::Connection& connection, std::string_view customer, std::string_view currency);

// After an entry changed what is owed by `change` (negative: less), and not by a capture: marks what is paid now, and
// takes the mark off what is not any more. The card is locked; its customer is locked here, after everything else,
// since the customer's other cards count towards the same statements.
void mark_paid(sql::Connection& connection, std::int64_t card, std::int64_t change);

}  // namespace sealcart::credit::store
