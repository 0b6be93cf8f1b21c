// Rows as named values, for lists that show what a table holds.
#pragma once

#include <string_view>

#include "core/record.h"
#include "sql/database.h"

namespace sealcart::sql {

// Appends each value of `rows` with its column's name, read from between SELECT and FROM of `statement` (plain columns,
// with or without a table's letter). NULL is left out; hashes and encrypted values that are bytes are shown as
// hexadecimal.
void append_columns(Record& record, std::string_view table, std::string_view statement, const Rows& rows);

}  // namespace sealcart::sql
