#include "sql/columns.h"

#include <algorithm>
#include <cassert>

namespace sealcart::sql {
namespace {

std::vector<std::string> column_names(std::string_view statement) {
  constexpr std::string_view select = "SELECT ", from = " FROM ";
  assert(statement.starts_with(select));
  std::string_view list = statement.substr(select.size(), statement.find(from) - select.size());
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(", "), list.size());
    std::string_view name = list.substr(0, end);
    name.remove_prefix(std::min(name.find('.') + 1, name.size()));
    names.emplace_back(name);
    list.remove_prefix(std::min(end + 2, list.size()));
  }
  return names;
}

// Hashes, and what is encrypted, are bytes in some tables and text in others.
bool is_bytes(std::string_view name, std::string_view value) {
  const bool may_be = name.ends_with("_hash") || name.ends_with("_sealed") || name.starts_with("kept_");
  return may_be && !std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string shown(const Rows& rows, std::size_t row, std::size_t column, std::string_view name) {
  if (const auto* number = std::get_if<std::int64_t>(&rows.values_.at(row * rows.columns_ + column))) {
    return std::to_string(*number);
  }
  const std::string& bytes = rows.bytes(row, column);
  if (!is_bytes(name, bytes)) return bytes;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += digits[static_cast<unsigned char>(c) >> 4];
    hex += digits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

}  // namespace

void append_columns(Record& record, std::string_view table, std::string_view statement, const Rows& rows) {
  const auto names = column_names(statement);
  assert(rows.empty() || names.size() == rows.columns_);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t column = 0; column < names.size(); ++column) {
      if (!rows.null(row, column))
        record.push_back({std::string(table), names[column], shown(rows, row, column, names[column])});
    }
  }
}

}  // namespace sealcart::sql
