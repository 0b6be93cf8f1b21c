#include "sql/postgres_rows.h"

#include <cassert>
#include <string_view>

#include "core/integer.h"
#include "sql/postgres_params.h"

namespace sealcart::sql {
namespace {

int nibble(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

// "\x" and lower-case hexadecimal: every connection sets bytea_output = hex.
std::string decode_bytea(std::string_view text) {
  assert(text.starts_with("\\x") && text.size() % 2 == 0);
  std::string bytes;
  bytes.reserve(text.size() / 2 - 1);
  for (std::size_t i = 2; i < text.size(); i += 2) {
    bytes += static_cast<char>(nibble(text[i]) << 4 | nibble(text[i + 1]));
  }
  return bytes;
}

Rows::Value value(Oid type, std::string_view text) {
  switch (type) {
    case oid::boolean:
      return std::int64_t{text == "t"};
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::numeric:
      if (const auto integer = parse_integer(text)) return *integer;
      return std::string(text);
    case oid::bytea:
      return decode_bytea(text);
    default:
      return std::string(text);
  }
}

}  // namespace

Rows read_rows(const PGresult* result) {
  Rows rows;
  const int size = PQntuples(result);
  const int columns = PQnfields(result);
  rows.columns_ = static_cast<std::size_t>(columns);
  rows.values_.reserve(static_cast<std::size_t>(size) * rows.columns_);
  for (int row = 0; row < size; ++row) {
    for (int i = 0; i < columns; ++i) {
      if (PQgetisnull(result, row, i)) {
        rows.values_.emplace_back(nullptr);
      } else {
        const auto length = static_cast<std::size_t>(PQgetlength(result, row, i));
        rows.values_.push_back(value(PQftype(result, i), {PQgetvalue(result, row, i), length}));
      }
    }
  }
  return rows;
}

}  // namespace sealcart::sql
