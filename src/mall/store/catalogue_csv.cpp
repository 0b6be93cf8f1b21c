#include "mall/store/catalogue_csv.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <new>
#include <set>

#include "core/integer.h"

namespace sealcart::mall::store {
namespace {

constexpr std::array<std::string_view, 12> columns = {"sku",   "name",     "name_ja", "description", "description_ja",
                                                      "price", "currency", "kind",    "stock",       "picture",
                                                      "size",  "weight"};
constexpr std::array<std::string_view, 5> required = {"sku", "name", "price", "currency", "kind"};

struct Row {
  std::size_t line = 0;
  std::vector<std::string> fields;
};

// libcsv's parser, fed line by line so that each row knows where in the file it begins.
class RowReader {
 public:
  RowReader() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~RowReader() { csv_free(&parser_); }
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  std::vector<Row> read(std::string_view text, std::vector<CsvFault>& faults) {
    while (!text.empty()) {
      ++line_;
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
      text.remove_prefix(line.size());
      if (between_rows_) begin_ = line_;
      if (line.find_first_not_of("\r\n") != std::string_view::npos) between_rows_ = false;
      if (csv_parse(&parser_, line.data(), line.size(), field, row_end, this) != line.size()) {
        faults.push_back({begin_, "", "a quote stands where none may be"});
        return std::move(rows_);
      }
    }
    if (csv_fini(&parser_, field, row_end, this) != 0) faults.push_back({begin_, "", "a quoted field has no end"});
    return std::move(rows_);
  }

 private:
  static void field(void* text, std::size_t length, void* self) {
    static_cast<RowReader*>(self)->fields_.emplace_back(static_cast<const char*>(text), length);
  }
  static void row_end(int, void* self_pointer) {
    auto* self = static_cast<RowReader*>(self_pointer);
    self->rows_.push_back({self->begin_, std::move(self->fields_)});
    self->fields_.clear();
    self->between_rows_ = true;
  }
  csv_parser parser_{};
  std::size_t line_ = 0;
  std::size_t begin_ = 1;
  bool between_rows_ = true;
  std::vector<std::string> fields_;
  std::vector<Row> rows_;
};

// Well-formed UTF-8 (RFC 3629) without control characters but line breaks and tabs.
bool is_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      if ((lead < 0x20 && lead != '\n' && lead != '\r' && lead != '\t') || lead == 0x7F) return false;
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    }
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    i += length;
  }
  return true;
}

// "210x148x30" and "350".
std::optional<Size> parse_size(std::string_view edges, std::string_view weight) {
  const std::size_t first = edges.find('x'), second = first == edges.npos ? first : edges.find('x', first + 1);
  if (second == edges.npos) return std::nullopt;
  const auto length = parse_integer(edges.substr(0, first)),
             width = parse_integer(edges.substr(first + 1, second - first - 1)),
             height = parse_integer(edges.substr(second + 1)), grams = parse_integer(weight);
  if (!length || !width || !height || !grams) return std::nullopt;
  const Size size{*length, *width, *height, *grams};
  return is_size(size) ? std::optional(size) : std::nullopt;
}

std::string edges_text(const Size& size) {
  return std::to_string(size.length_mm) + "x" + std::to_string(size.width_mm) + "x" + std::to_string(size.height_mm);
}

// Takes one row apart, naming each column that will not do.
class ProductReader {
 public:
  ProductReader(const std::vector<std::string>& header, const Row& row, std::vector<CsvFault>& faults)
      : header_(header), row_(row), faults_(faults), before_(faults.size()) {}

  std::optional<Product> read() {
    const auto currency = Currency::parse(get("currency"));
    Product product{.price = {0, currency.value_or(*Currency::parse("JPY"))}};
    if (!currency) fault("currency", "is not the code of a currency that is traded in here, such as JPY or EUR");
    product.sku = get("sku");
    if (!is_sku(product.sku)) fault("sku", "must be 1 to 40 letters, digits, '.', '_' or '-'");
    product.name_en = text("name", 100);
    if (product.name_en.empty()) fault("name", "is empty");
    product.name_ja = text("name_ja", 100);
    product.description_en = text("description", 1000);
    product.description_ja = text("description_ja", 1000);
    const auto price = parse_integer(get("price"));
    if (!price || *price < 1 || *price > max_amount) {
      fault("price", "must be a whole number of minor units from 1, such as 3015 for 30.15 EUR or 3015 JPY");
    }
    product.price.minor = price.value_or(1);
    const std::string_view kind = get("kind");
    if (kind != "physical" && kind != "digital") fault("kind", "must be physical or digital");
    product.kind = kind == "digital" ? protocol::GoodsKind::digital : protocol::GoodsKind::physical;
    if (const std::string_view stock = get("stock"); !stock.empty()) {
      product.stock = parse_integer(stock);
      if (!product.stock || *product.stock < 0 || *product.stock > 1'000'000'000) {
        fault("stock", "must be a whole number from 0, or empty for unlimited");
      }
    }
    product.picture = get("picture");
    if (!product.picture.empty() && !is_picture_name(product.picture)) {
      fault("picture", "must be a file name of at most 80 letters, digits, '.', '_' or '-'");
    }
    if (const std::string_view edges = get("size"), weight = get("weight"); !edges.empty() || !weight.empty()) {
      product.size = parse_size(edges, weight);
      if (!product.size) fault("size", "must be three edges in mm such as 210x148x30, with a weight in grams");
      if (kind == "digital") fault("size", "is for what goes by parcel");
    }
    if (faults_.size() != before_) return std::nullopt;
    return product;
  }

 private:
  std::string_view get(std::string_view column) const {
    const auto at = std::find(header_.begin(), header_.end(), column);
    if (at == header_.end()) return {};
    return row_.fields[static_cast<std::size_t>(at - header_.begin())];
  }
  std::string text(std::string_view column, std::size_t most) {
    const std::string_view value = get(column);
    if (value.size() > most) fault(column, "is longer than " + std::to_string(most) + " bytes");
    if (!is_text(value)) fault(column, "is not UTF-8 text");
    return std::string(value);
  }
  void fault(std::string_view column, std::string what) {
    faults_.push_back({row_.line, std::string(column), std::move(what)});
  }
  const std::vector<std::string>& header_;
  const Row& row_;
  std::vector<CsvFault>& faults_;
  std::size_t before_;
};

void check_header(const Row& header, std::vector<CsvFault>& faults) {
  std::set<std::string> seen;
  for (const std::string& column : header.fields) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      faults.push_back({header.line, column, "is not a column of a catalogue"});
    } else if (!seen.insert(column).second) {
      faults.push_back({header.line, column, "is there twice"});
    }
  }
  for (const std::string_view column : required) {
    if (!seen.contains(std::string(column))) {
      faults.push_back({header.line, std::string(column), "is missing: the first line names the columns"});
    }
  }
}

}  // namespace

std::optional<Product> read_row(const std::vector<std::string>& header, const std::vector<std::string>& fields,
                                std::size_t line, std::vector<CsvFault>& faults) {
  const Row row{line, fields};
  return ProductReader(header, row, faults).read();
}

CsvCatalogue read_csv(std::string_view text) {
  CsvCatalogue read;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::vector<Row> rows = RowReader().read(text, read.faults);
  if (rows.empty()) {
    if (read.faults.empty()) read.faults.push_back({1, "", "the file is empty"});
    return read;
  }
  check_header(rows.front(), read.faults);
  if (!read.faults.empty()) return read;
  const std::vector<std::string>& header = rows.front().fields;
  std::set<std::string> skus;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (row.fields.size() != header.size()) {
      read.faults.push_back(
          {row.line, "",
           "has " + std::to_string(row.fields.size()) + " fields, the first line " + std::to_string(header.size())});
      continue;
    }
    auto product = ProductReader(header, row, read.faults).read();
    if (!product) continue;
    if (!skus.insert(product->sku).second) {
      read.faults.push_back({row.line, "sku", "'" + product->sku + "' is there twice"});
      continue;
    }
    product->position = static_cast<std::int64_t>(i);
    read.products.push_back(std::move(*product));
    read.lines.push_back(row.line);
  }
  return read;
}

void append_field(std::string& out, std::string_view field) {
  std::string quoted(2 * field.size() + 2, '\0');
  quoted.resize(csv_write(quoted.data(), quoted.size(), field.data(), field.size()));
  if (!out.empty() && out.back() != '\n') out += ',';
  out += quoted;
}

std::string write_csv(const std::vector<Product>& products) {
  std::string out;
  for (const std::string_view column : columns) append_field(out, column);
  out += "\r\n";
  for (const Product& product : products) {
    if (!product.active) continue;
    const std::string price = std::to_string(product.price.minor);
    const std::string stock = product.stock ? std::to_string(*product.stock) : "";
    const std::string size = product.size ? edges_text(*product.size) : "";
    const std::string weight = product.size ? std::to_string(product.size->weight_g) : "";
    for (const std::string_view field :
         {std::string_view(product.sku), std::string_view(product.name_en), std::string_view(product.name_ja),
          std::string_view(product.description_en), std::string_view(product.description_ja), std::string_view(price),
          product.price.currency.code(), protocol::name(product.kind), std::string_view(stock),
          std::string_view(product.picture), std::string_view(size), std::string_view(weight)}) {
      append_field(out, field);
    }
    out += "\r\n";
  }
  return out;
}

bool is_picture_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '_' ||
           c == '-';
  };
  return !name.empty() && name.size() <= 80 && name[0] != '.' && std::all_of(name.begin(), name.end(), allowed);
}

std::string_view picture_type(std::string_view name, std::string_view bytes) {
  if (name.ends_with(".png") && bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if ((name.ends_with(".jpg") || name.ends_with(".jpeg")) && bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (name.ends_with(".webp") && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  if (name.ends_with(".svg") && bytes.find("<svg") < 1024) return "image/svg+xml";
  return {};
}

}  // namespace sealcart::mall::store
