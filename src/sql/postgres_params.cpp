#include "sql/postgres_params.h"

#include <charconv>

namespace sealcart::sql {
namespace {

constexpr int text_format = 0;
constexpr int binary_format = 1;

}  // namespace

void PostgresParams::set(std::span<const Param> params) {
  types_.clear();
  values_.clear();
  lengths_.clear();
  formats_.clear();
  offsets_.clear();
  buffer_.clear();
  for (const Param& param : params) add(param);
  // Only now does the buffer stay where it is.
  for (std::size_t i = 0; i < offsets_.size(); ++i) {
    if (offsets_[i] != std::string::npos) values_[i] = buffer_.data() + offsets_[i];
  }
}

void PostgresParams::add(const Param& param) {
  const std::size_t begin = buffer_.size();
  if (const auto* integer = std::get_if<std::int64_t>(&param)) {
    add_integer(*integer);
  } else if (const auto* text = std::get_if<std::string_view>(&param)) {
    add_text(*text);
  } else if (const auto* blob = std::get_if<Blob>(&param)) {
    types_.push_back(oid::bytea);
    // A null pointer would mean NULL, also where the blob is only empty.
    values_.push_back(blob->empty() ? "" : reinterpret_cast<const char*>(blob->data()));
    lengths_.push_back(static_cast<int>(blob->size()));
    formats_.push_back(binary_format);
    offsets_.push_back(std::string::npos);
  } else if (const auto* integers = std::get_if<std::span<const std::int64_t>>(&param)) {
    append_array_header(oid::int8, integers->size());
    for (const std::int64_t element : *integers) {
      append_int32(8);
      append_int64(static_cast<std::uint64_t>(element));
    }
    add_copied(oid::int8_array, binary_format, begin);
  } else if (const auto* texts = std::get_if<std::span<const std::string_view>>(&param)) {
    append_array_header(oid::text, texts->size());
    for (const std::string_view element : *texts) append_element(element.data(), element.size());
    add_copied(oid::text_array, binary_format, begin);
  } else if (const auto* blobs = std::get_if<std::span<const Blob>>(&param)) {
    append_array_header(oid::bytea, blobs->size());
    for (const Blob element : *blobs) append_element(element.data(), element.size());
    add_copied(oid::bytea_array, binary_format, begin);
  } else {
    types_.push_back(0);
    values_.push_back(nullptr);
    lengths_.push_back(0);
    formats_.push_back(text_format);
    offsets_.push_back(std::string::npos);
  }
}

void PostgresParams::add_copied(Oid type, int format, std::size_t begin) {
  types_.push_back(type);
  values_.push_back(nullptr);
  lengths_.push_back(static_cast<int>(buffer_.size() - begin));
  formats_.push_back(format);
  offsets_.push_back(begin);
}

void PostgresParams::add_integer(std::int64_t integer) {
  const std::size_t begin = buffer_.size();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, integer).ptr;
  buffer_.append(digits, end);
  add_copied(oid::int8, text_format, begin);
  buffer_ += '\0';
}

void PostgresParams::add_text(std::string_view text) {
  if (text.find('\0') != text.npos) throw Error(Error::Kind::constraint, "PostgreSQL: a text holds NUL");
  const std::size_t begin = buffer_.size();
  buffer_ += text;
  add_copied(0, text_format, begin);
  buffer_ += '\0';
}

// Binary form of an array (PostgreSQL's array_recv): dimensions, whether there are NULLs, type of the elements; then
// for the one dimension its length and first index; then each element after its length. All big-endian.
void PostgresParams::append_array_header(Oid element, std::size_t size) {
  append_int32(size == 0 ? 0 : 1);
  append_int32(0);
  append_int32(element);
  if (size == 0) return;
  append_int32(static_cast<std::uint32_t>(size));
  append_int32(1);
}

void PostgresParams::append_element(const void* data, std::size_t size) {
  append_int32(static_cast<std::uint32_t>(size));
  if (size > 0) buffer_.append(static_cast<const char*>(data), size);
}

void PostgresParams::append_int32(std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) buffer_ += static_cast<char>(value >> shift & 0xff);
}

void PostgresParams::append_int64(std::uint64_t value) {
  append_int32(static_cast<std::uint32_t>(value >> 32));
  append_int32(static_cast<std::uint32_t>(value));
}

}  // namespace sealcart::sql
