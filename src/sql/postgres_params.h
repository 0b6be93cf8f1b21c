// Parameters in the form that libpq sends: integers as text, blobs and arrays in PostgreSQL's binary form.
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <vector>

#include "sql/database.h"

namespace sealcart::sql {

// The types by which rows are read and parameters are declared (OIDs of pg_type, fixed for ever).
namespace oid {
inline constexpr Oid boolean = 16, bytea = 17, int8 = 20, int2 = 21, int4 = 23, text = 25, numeric = 1700;
inline constexpr Oid bytea_array = 1001, text_array = 1009, int8_array = 1016;
}  // namespace oid

// Keeps its buffers from one statement to the next. Blobs are not copied: they must live until the statement is sent.
class PostgresParams {
 public:
  // Throws Error (Kind::constraint) for a text that holds NUL, which PostgreSQL cannot store.
  void set(std::span<const Param> params);

  int count() const { return static_cast<int>(types_.size()); }
  // Integers are bigint, blobs bytea, arrays arrays of these or of text; 0 (the server finds out) for text and NULL.
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Param& param);
  // A value that begins at `begin` of buffer_.
  void add_copied(Oid type, int format, std::size_t begin);
  void add_integer(std::int64_t integer);
  void add_text(std::string_view text);
  void append_int32(std::uint32_t value);
  void append_int64(std::uint64_t value);
  void append_array_header(Oid element, std::size_t size);
  void append_element(const void* data, std::size_t size);

  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::size_t> offsets_;  // where in buffer_ a copied value is; npos for others
  std::string buffer_;
};

}  // namespace sealcart::sql
