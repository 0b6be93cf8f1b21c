#include "credit/store/customer_csv.h"

#include <csv.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "core/width.h"
#include "credit/rules/check_words.h"
#include "credit/rules/ledger.h"

namespace sealcart::credit::store {
namespace {

enum class Part { contact, access, card };
struct Column {
  Part part;
  std::string_view name;
  bool required;      // in the heading
  bool filled;        // not empty in any row
  std::size_t bytes;  // longest value
};
// A name of 200 bytes still fits the smaller of the sealed texts' lengths.
constexpr Column columns[] = {
    {Part::contact, "name", true, true, 200},          {Part::contact, "name_kana", false, false, 200},
    {Part::contact, "address", true, true, 500},       {Part::contact, "phone", true, true, 40},
    {Part::contact, "email", true, true, 254},         {Part::contact, "employer", true, false, 200},
    {Part::access, "password", true, true, 200},       {Part::card, "card", true, true, 200},
    {Part::card, "currency", true, true, 3},           {Part::card, "limit", true, true, 20},
    {Part::access, "check_words", false, false, 2000},
};
constexpr std::size_t least_password_bytes = 8;

const Column* find_column(std::string_view name) {
  const auto* at =
      std::find_if(std::begin(columns), std::end(columns), [&](const Column& c) { return c.name == name; });
  return at == std::end(columns) ? nullptr : at;
}

struct Line {
  std::size_t number;
  std::vector<std::string> values;
};

// libcsv calls back into this.
struct Reading {
  std::vector<Line> lines;
  Line open{0, {}};
  bool in_line = false;

  static void field(void* text, std::size_t size, void* self) {
    static_cast<Reading*>(self)->open.values.emplace_back(static_cast<const char*>(text), size);
  }
  static void end(int, void* self) {
    auto* reading = static_cast<Reading*>(self);
    reading->lines.push_back(std::move(reading->open));
    reading->open = {};
    reading->in_line = false;
  }
};

tl::expected<std::vector<Line>, RowFault> read_lines(std::string_view csv) {
  csv_parser parser;
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> freed(&parser, csv_free);
  Reading reading;
  std::size_t number = 1;
  // Byte by byte, to know on which line of the file each row began.
  for (const char c : csv) {
    if (!reading.in_line && c != '\n' && c != '\r') {
      reading.in_line = true;
      reading.open.number = number;
    }
    if (csv_parse(&parser, &c, 1, Reading::field, Reading::end, &reading) != 1) {
      return tl::unexpected(RowFault{number, "", csv_strerror(csv_error(&parser)), ""});
    }
    if (c == '\n') ++number;
  }
  if (csv_fini(&parser, Reading::field, Reading::end, &reading) != 0) {
    return tl::unexpected(RowFault{number, "", "a quoted field has no end", ""});
  }
  return std::move(reading.lines);
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != 0 && at != std::string_view::npos && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 127; });
}

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::vector<std::string> split_words(std::string_view text) {
  const std::string folded = fold_width(text);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', at), folded.size());
    if (end > at) words.push_back(normalise_check_word(std::string_view(folded).substr(at, end - at)));
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

// The fields of one part, checked for what all of them must keep to; adds up what is wrong.
struct Reader {
  Reader(const Fields& f, std::size_t l, Part part) : fields(f), line(l) {
    for (const Column& column : columns) {
      if (column.part != part) continue;
      const std::string value = (*this)(column.name);
      if (column.filled && value.empty()) fault(column.name, "must not be empty", "empty");
      if (value.size() > column.bytes) {
        fault(column.name, "longer than " + std::to_string(column.bytes) + " bytes", "long");
      }
      if (std::any_of(value.begin(), value.end(), [](unsigned char c) { return c < ' ' || c == 127; })) {
        fault(column.name, "holds a control character", "control");
      }
    }
  }
  std::string operator()(std::string_view column) const {
    const auto at = fields.find(column);
    return at == fields.end() ? std::string() : at->second;
  }
  void fault(std::string_view column, std::string message, std::string code) {
    faults.push_back({line, std::string(column), std::move(message), std::move(code)});
  }
  const Fields& fields;
  const std::size_t line;
  RowFaults faults;
};

RowFaults check_heading(const Line& heading) {
  RowFaults faults;
  std::set<std::string> seen;
  for (const std::string& name : heading.values) {
    if (find_column(name) == nullptr) faults.push_back({heading.number, name, "there is no such column", ""});
    if (!seen.insert(name).second) faults.push_back({heading.number, name, "this column is there twice", ""});
  }
  for (const Column& column : columns) {
    if (column.required && !seen.contains(std::string(column.name))) {
      faults.push_back({heading.number, std::string(column.name), "this column is missing", ""});
    }
  }
  return faults;
}

// Rows of one customer must agree on the customer; no card may be there twice.
void check_together(const std::vector<CustomerRow>& rows, RowFaults& faults) {
  std::map<std::string, const CustomerRow*> by_email;
  std::map<std::string, const CustomerRow*> by_card;
  for (const CustomerRow& row : rows) {
    if (!by_card.try_emplace(row.card.digits(), &row).second) {
      faults.push_back({row.line, "card", "an earlier row has this card", ""});
    }
    const auto [first, fresh] = by_email.try_emplace(row.email, &row);
    if (fresh) continue;
    const CustomerRow& earlier = *first->second;
    const auto same = [&](std::string_view column, const auto& a, const auto& b) {
      if (a == b) return;
      faults.push_back({row.line, std::string(column),
                        "differs from line " + std::to_string(earlier.line) + ", which has the same e-mail address",
                        ""});
    };
    same("name", row.name, earlier.name);
    same("name_kana", row.name_kana, earlier.name_kana);
    same("address", row.address, earlier.address);
    same("phone", row.phone, earlier.phone);
    same("employer", row.employer, earlier.employer);
    same("password", row.password, earlier.password);
    same("check_words", row.check_words, earlier.check_words);
  }
}

}  // namespace

std::string describe(const RowFault& fault) {
  std::string text = fault.line == 0 ? "" : "line " + std::to_string(fault.line) + ", ";
  if (!fault.column.empty()) text += (fault.line == 0 ? "--" : "column ") + fault.column + ": ";
  return text + fault.message;
}

tl::expected<Contact, RowFaults> read_contact(const Fields& fields, std::size_t line) {
  Reader read(fields, line, Part::contact);
  const std::string email = lower_case(read("email"));
  if (!email.empty() && !is_email(email)) read.fault("email", "not an e-mail address", "email");
  if (!read.faults.empty()) return tl::unexpected(std::move(read.faults));
  return Contact{read("name"), read("name_kana"), read("address"), read("phone"), email, read("employer")};
}

tl::expected<CardTerms, RowFaults> read_card(const Fields& fields, std::size_t line) {
  Reader read(fields, line, Part::card);
  const auto card = CardNumber::parse(read("card"));
  if (!card && !read("card").empty()) {
    read.fault("card", "not a card number: 12 to 19 digits, the last one a check digit", "card");
  }
  const auto currency = Currency::parse(read("currency"));
  if (!currency && !read("currency").empty()) {
    read.fault("currency", "not a currency that we trade in (ISO 4217 code)", "currency");
  }
  const auto limit = currency ? parse_limit(read("limit"), *currency) : std::nullopt;
  if (currency && !limit && !read("limit").empty()) {
    read.fault("limit", "not an amount of the currency, such as 1000", "limit");
  }
  if (!read.faults.empty()) return tl::unexpected(std::move(read.faults));
  return CardTerms{*card, *currency, *limit};
}

tl::expected<CustomerRow, RowFaults> read_customer(const Fields& fields, std::size_t line) {
  const auto contact = read_contact(fields, line);
  const auto card = read_card(fields, line);
  Reader read(fields, line, Part::access);
  if (!read("password").empty() && read("password").size() < least_password_bytes) {
    read.fault("password", "shorter than 8 bytes", "password");
  }
  auto words = split_words(read("check_words"));
  if (words.size() > most_check_words) {
    read.fault("check_words", "more than " + std::to_string(most_check_words) + " words", "words");
  }
  if (std::count(words.begin(), words.end(), "") != 0) read.fault("check_words", "a word is too long", "word");
  RowFaults faults;
  if (!contact) faults = contact.error();
  if (!card) faults.insert(faults.end(), card.error().begin(), card.error().end());
  faults.insert(faults.end(), read.faults.begin(), read.faults.end());
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return CustomerRow{.line = line,
                     .name = contact->name,
                     .name_kana = contact->name_kana,
                     .address = contact->address,
                     .phone = contact->phone,
                     .email = contact->email,
                     .employer = contact->employer,
                     .password = read("password"),
                     .card = card->card,
                     .currency = card->currency,
                     .limit = card->limit,
                     .check_words = std::move(words)};
}

RowFault email_taken(std::size_t line) { return {line, "email", "this customer is registered already", "email-taken"}; }
RowFault card_taken(std::size_t line) { return {line, "card", "this card is registered already", "card-taken"}; }

tl::expected<std::vector<CustomerRow>, RowFaults> parse_customers(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);  // byte order mark of spreadsheet programs
  auto lines = read_lines(csv);
  if (!lines) return tl::unexpected(RowFaults{lines.error()});
  if (lines->empty()) return tl::unexpected(RowFaults{{1, "", "the file is empty", ""}});
  const Line& heading = lines->front();
  RowFaults faults = check_heading(heading);
  if (!faults.empty()) return tl::unexpected(std::move(faults));

  std::vector<CustomerRow> rows;
  for (auto line = lines->begin() + 1; line != lines->end(); ++line) {
    if (line->values.size() != heading.values.size()) {
      faults.push_back({line->number, "",
                        "has " + std::to_string(line->values.size()) + " fields, the heading has " +
                            std::to_string(heading.values.size()),
                        ""});
      continue;
    }
    Fields fields;
    for (std::size_t i = 0; i < heading.values.size(); ++i) fields[heading.values[i]] = std::move(line->values[i]);
    auto row = read_customer(fields, line->number);
    if (row) {
      rows.push_back(std::move(*row));
    } else {
      faults.insert(faults.end(), row.error().begin(), row.error().end());
    }
  }
  check_together(rows, faults);
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return rows;
}

}  // namespace sealcart::credit::store
