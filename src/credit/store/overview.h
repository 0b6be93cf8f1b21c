// What waits at the desk, in numbers.
#pragma once

#include <cstdint>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct Overview {
  std::int64_t payments_waiting = 0, mail_waiting = 0, mail_refused = 0, overdue = 0, documents_waiting = 0;
};
inline Overview overview(sql::Connection& connection, Time now) {
  static const sql::Statement find{
      "SELECT (SELECT COUNT(*) FROM bank_item WHERE state = 0), (SELECT COUNT(*) FROM statement_mail WHERE state = 0), "
      "(SELECT COUNT(*) FROM statement_mail WHERE state = 2), (SELECT COUNT(*) FROM statement s WHERE s.due < $1 AND "
      "s.closing > 0 AND s.closing + COALESCE((SELECT SUM(p.amount) FROM statement_card k JOIN posting p "
      "ON p.account = k.card * 16 + 4 AND p.seq > k.last_seq AND p.amount < 0 WHERE k.statement = s.id), 0) > 0), "
      "(SELECT COUNT(*) FROM outbox)"};
  const sql::Rows rows = connection.query(find, {now.seconds});
  return {rows.integer(0, 0), rows.integer(0, 1), rows.integer(0, 2), rows.integer(0, 3), rows.integer(0, 4)};
}

}  // namespace sealcart::credit::store
