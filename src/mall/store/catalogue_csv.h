// The catalogue as a CSV file (RFC 4180, UTF-8): columns sku, name, name_ja, description, description_ja, price (whole
// minor units, tax included), currency, kind (physical or digital), stock (empty: unlimited), picture (name; empty:
// none), size (three edges in millimetres, "210x148x30") and weight (grams) of a piece that goes by parcel. The first
// line names the columns, in any order; sku, name, price, currency and kind must be there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mall/rules/catalogue.h"

namespace sealcart::mall::store {

struct CsvFault {
  std::size_t line = 0;  // of the file, from 1, where the row begins
  std::string column;    // empty: the whole row
  std::string what;
  friend bool operator==(const CsvFault&, const CsvFault&) = default;
};

struct CsvCatalogue {
  std::vector<Product> products;   // in order of the file; positions from 1
  std::vector<std::size_t> lines;  // where each product begins
  std::vector<CsvFault> faults;    // all of them; nothing may be imported unless there is none
};

CsvCatalogue read_csv(std::string_view text);
// One product of a row's fields, which stand in the order of `header`. `line`: for the faults, which are added.
std::optional<Product> read_row(const std::vector<std::string>& header, const std::vector<std::string>& fields,
                                std::size_t line, std::vector<CsvFault>& faults);
// Active products only; read_csv gives them back.
std::string write_csv(const std::vector<Product>& products);

// Adds one field to the line that `out` ends with.
void append_field(std::string& out, std::string_view field);

// True for what a picture may be called: letters, digits, '.', '_', '-', not beginning with '.', at most 80.
bool is_picture_name(std::string_view name);
// The media type by the name's ending and the file's first bytes; empty when they do not agree or it is no picture for
// the web.
std::string_view picture_type(std::string_view name, std::string_view bytes);

}  // namespace sealcart::mall::store
