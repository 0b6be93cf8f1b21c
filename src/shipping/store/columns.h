// Reading columns that may be null.
#pragma once

#include <cassert>
#include <optional>
#include <string>

#include "core/money.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

inline std::string text_or_empty(const sql::Rows& rows, std::size_t row, std::size_t column) {
  return rows.null(row, column) ? std::string() : rows.text(row, column);
}

inline Currency stored_currency(const std::string& code) {
  const auto currency = Currency::parse(code);
  assert(currency);  // checked when it was stored
  return *currency;
}

// An amount, and its currency in the column after it.
inline std::optional<Money> stored_money(const sql::Rows& rows, std::size_t row, std::size_t column) {
  if (rows.null(row, column)) return std::nullopt;
  return Money{rows.integer(row, column), stored_currency(rows.text(row, column + 1))};
}

}  // namespace sealcart::shipping::store
