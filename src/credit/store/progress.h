// How far something that goes through a table in order has come: rows of progress.
#pragma once

#include <cstdint>
#include <string_view>

#include "sql/database.h"

namespace sealcart::credit::store {

// 0 before it began.
inline std::int64_t progress(sql::Connection& connection, std::string_view name) {
  static const sql::Statement find{"SELECT value FROM progress WHERE name = $1",
                                   "SELECT value FROM progress WHERE name = $1 FOR UPDATE"};
  const sql::Rows rows = connection.query(find, {name});
  return rows.empty() ? 0 : rows.integer(0, 0);
}

inline void set_progress(sql::Connection& connection, std::string_view name, std::int64_t value) {
  static const sql::Statement put{
      "INSERT INTO progress (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"};
  connection.execute(put, {name, value});
}

}  // namespace sealcart::credit::store
