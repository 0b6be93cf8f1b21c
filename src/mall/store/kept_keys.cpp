#include "mall/store/kept_keys.h"

#include "mall/store/handover_row.h"

namespace sealcart::mall::store {

void keep_key(sql::Connection& connection, std::string_view purchase, std::string_view kept) {
  static const sql::Statement insert{
      "INSERT INTO kept_key (purchase, kept) VALUES ($1, $2) ON CONFLICT (purchase) DO UPDATE SET kept = $2"};
  connection.execute(insert, {purchase, blob(kept)});
}

std::string kept_key(sql::Connection& connection, std::string_view purchase) {
  static const sql::Statement select{"SELECT kept FROM kept_key WHERE purchase = $1"};
  const sql::Rows rows = connection.query(select, {purchase});
  return rows.empty() ? std::string() : rows.bytes(0, 0);
}

}  // namespace sealcart::mall::store
