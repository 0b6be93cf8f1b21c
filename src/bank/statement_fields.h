// The elements of camt.053 that are read, and what one record of them (a statement, balance, entry or payment) says.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bank/xml_reader.h"
#include "core/problem.h"

namespace sealcart::bank {

enum class Record { header, statement, balance, entry, payment };

// The record that begins and ends with the element at `path`; none for any other element.
std::optional<Record> record_at(std::string_view path);

// One element that is read: which record it belongs to and under which name.
struct Wanted {
  Record record;
  std::string_view name;
  std::size_t most;  // characters; a longer identifier is a fault, other text is cut
  // `lines` may stand several times and are joined by a space.
  enum class Kind { identifier, text, lines } kind = Kind::identifier;
};

struct Field {
  std::string text;  // plain, never empty
  std::string currency;
  int line = 0;
};

class Fields {
 public:
  void clear() { fields_.clear(); }
  // Keeps what `element` says, if anything. 422 "statement-field" when it stands twice in the record or is longer than
  // the message allows.
  std::optional<Problem> put(const Wanted& wanted, const XmlElement& element);
  const Field* find(std::string_view name) const;
  // Of the first of the two that is there; empty when neither is.
  std::string text(std::string_view name, std::string_view other = {}) const;

 private:
  std::map<std::string_view, Field> fields_;  // by the names of the table in statement_fields.cpp
};

// nullptr: the element is of no interest.
const Wanted* wanted(std::string_view path);

Problem fault(std::string code, int line, const std::string& what);

}  // namespace sealcart::bank
