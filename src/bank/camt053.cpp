#include "bank/camt053.h"

#include <cassert>
#include <map>

#include "bank/amount.h"
#include "bank/day.h"
#include "bank/statement_fields.h"

namespace sealcart::bank {
namespace {

// One payment of an entry, with its own amount where the bank gives one.
struct Part {
  StatementItem item;
  bool says_amount = false;
  std::optional<std::int64_t> minor;  // of the statement's currency
};

Account account(const Fields& fields, const std::string& at, const std::string& agent) {
  Account read;
  if (const Field* iban = fields.find(at + "/Id/IBAN")) read.iban = iban->text;
  if (!read.iban) read.other = fields.text(at + "/Id/Othr/Id");
  read.agent_bic = fields.text(agent + "/FinInstnId/BIC", agent + "/FinInstnId/BICFI");
  return read;
}

Expected<int> direction(const Fields& fields, int line) {
  const std::string code = fields.text("CdtDbtInd");
  if (code == "CRDT") return 1;
  if (code == "DBIT") return -1;
  return tl::unexpected(fault("statement-field", line, "CdtDbtInd is neither CRDT nor DBIT."));
}

// References that say that there is none.
std::string real_reference(const std::string& text) {
  return text == "NONREF" || text == "NOTPROVIDED" ? std::string() : text;
}

// The parts as one text from which each can be told again.
std::string joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += '|';
    for (const char c : part) {
      if (c == '|' || c == '\\') all += '\\';
      all += c;
    }
  }
  return all;
}

class StatementReader : public XmlVisitor {
 public:
  std::vector<Statement> take() { return std::move(statements_); }

  std::optional<Problem> root(std::string_view name, std::string_view name_space) override {
    const std::string_view known = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
    const bool is_known = name_space.substr(0, known.size()) == known &&
                          (name_space.substr(known.size()) == "02" || name_space.substr(known.size()) == "08");
    if (name == "Document" && is_known) return std::nullopt;
    return Problem{422, "statement-version",
                   "This is no statement in the form camt.053.001.02 or camt.053.001.08: ask the bank for one."};
  }

  void begin(std::string_view path) override {
    const auto record = record_at(path);
    if (!record) return;
    fields(*record).clear();
    if (*record == Record::entry) parts_.clear();
    if (*record == Record::statement) begin_statement();
  }

  std::optional<Problem> end(const XmlElement& element) override {
    if (const Wanted* found = wanted(element.path)) return fields(found->record).put(*found, element);
    const auto record = record_at(element.path);
    if (!record) return std::nullopt;
    if (++records_ > max_statement_records) {
      return Problem{
          413, "statement-too-large",
          "The file holds more entries than are taken at once: ask the bank for statements of shorter periods."};
    }
    switch (*record) {
      case Record::header:
        return std::nullopt;
      case Record::statement:
        return end_statement(element.line);
      case Record::balance:
        return end_balance(element.line);
      case Record::entry:
        return end_entry(element.line);
      case Record::payment:
        return end_payment(element.line);
    }
    std::abort();
  }

 private:
  Fields& fields(Record record) { return fields_[static_cast<std::size_t>(record)]; }

  void begin_statement() {
    currency_.reset();
    opening_.reset(), closing_.reset(), previous_.reset();
    items_.clear();
    seen_.clear();
    entries_ = 0;
  }

  // Of an Amt that is in the statement's currency, which the first one settles.
  Expected<std::int64_t> amount(const Fields& from, int line) {
    const Field* field = from.find("Amt");
    if (field == nullptr) return tl::unexpected(fault("statement-field", line, "Amt is missing."));
    const auto currency = Currency::parse(field->currency);
    if (!currency) {
      return tl::unexpected(fault("statement-currency", field->line, "This system does not trade in the currency."));
    }
    if (currency_.value_or(*currency) != *currency) {
      return tl::unexpected(fault("statement-currency", field->line, "Another currency than the statement's."));
    }
    currency_ = currency;
    return minor(*field);
  }

  Expected<std::int64_t> minor(const Field& field) const {
    auto read = read_amount(field.text, *currency_);
    if (!read) read.error().detail = fault("", field.line, read.error().detail).detail;
    return read;
  }

  std::optional<Problem> end_balance(int line) {
    const Fields& said = fields(Record::balance);
    const std::string type = said.text("Tp/CdOrPrtry/Cd");
    std::optional<Balance>* place = type == "OPBD" ? &opening_ : type == "CLBD" ? &closing_ : nullptr;
    if (type == "PRCD") place = &previous_;
    // INTM: between two pages of one statement.
    if (place == nullptr || said.text("Tp/SubTp/Cd") == "INTM") return std::nullopt;
    const auto sign = direction(said, line);
    if (!sign) return sign.error();
    const auto read = amount(said, line);
    if (!read) return read.error();
    const std::string day = day_of(said.text("Dt/Dt", "Dt/DtTm"));
    if (day.empty()) return fault("statement-field", line, "A balance's Dt is missing or no day.");
    if (place->has_value()) return fault("statement-field", line, "There are two balances of one type.");
    *place = Balance{*sign * *read, day};
    return std::nullopt;
  }

  std::optional<Problem> end_payment(int line) {
    const Fields& said = fields(Record::payment);
    Part part;
    part.item.bank_reference = said.text("Refs/AcctSvcrRef");
    part.item.end_to_end_id = real_reference(said.text("Refs/EndToEndId"));
    part.item.transaction_id = said.text("Refs/TxId");
    part.item.remittance = said.text("RmtInf/Ustrd");
    part.item.reference = said.text("RmtInf/Strd/CdtrRefInf/Ref");
    part.item.debtor = said.text("RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm");
    part.item.debtor_account = account(said, "RltdPties/DbtrAcct", "RltdAgts/DbtrAgt");
    // The entry's amount comes before its payments and settles the currency.
    const auto entry_amount = amount(fields(Record::entry), line);
    if (!entry_amount) return entry_amount.error();
    const auto sign = direction(said.find("CdtDbtInd") != nullptr ? said : fields(Record::entry), line);
    if (!sign) return sign.error();
    for (const char* name : {"Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"}) {
      const Field* field = said.find(name);
      if (field == nullptr) continue;
      part.says_amount = true;
      if (part.minor || field->currency != currency_->code()) continue;
      const auto read = minor(*field);
      if (!read) return read.error();
      part.minor = *sign * *read;
    }
    parts_.push_back(std::move(part));
    return std::nullopt;
  }

  std::optional<Problem> end_entry(int line) {
    ++entries_;
    const Fields& said = fields(Record::entry);
    const std::string status = said.text("Sts", "Sts/Cd");
    if (status.empty() && said.find("Sts/Prtry") == nullptr) return fault("statement-field", line, "Sts is missing.");
    if (status != "BOOK") return std::nullopt;
    const auto sign = direction(said, line);
    if (!sign) return sign.error();
    const auto read = amount(said, line);
    if (!read) return read.error();
    StatementItem whole;
    whole.minor = *sign * *read;
    whole.reversal = said.text("RvslInd") == "true" || said.text("RvslInd") == "1";
    whole.booked = day_of(said.text("BookgDt/Dt", "BookgDt/DtTm"));
    whole.valued = day_of(said.text("ValDt/Dt", "ValDt/DtTm"));
    whole.bank_reference = said.text("AcctSvcrRef");
    whole.entry_reference = said.text("NtryRef");
    if (whole.booked.empty()) return fault("statement-field", line, "BookgDt is missing or no day.");
    const Fields& statement = fields(Record::statement);
    if (statement.text("Id").empty() || number(account(statement, "Acct", "Acct/Svcr")).empty()) {
      return fault("statement-field", line, "The statement's Id or account does not stand before its entries.");
    }
    return split(whole, line);
  }

  // Adds the entry's payments, or the entry itself where they cannot be told apart.
  std::optional<Problem> split(const StatementItem& whole, int line) {
    bool says_amounts = false;
    for (const Part& part : parts_) says_amounts |= part.says_amount;
    if (parts_.empty() || (parts_.size() > 1 && !says_amounts)) {
      add(whole, whole, 1);
      return std::nullopt;
    }
    if (parts_.size() == 1) parts_[0].minor = whole.minor;  // its own may be before charges or of another currency
    std::optional<std::int64_t> sum = 0;
    int number = 0;
    for (Part& part : parts_) {
      sum = sum && part.minor ? checked_add(*sum, *part.minor) : std::nullopt;
      if (!sum) return fault("statement-details", line, "One of an entry's payments has no amount of its currency.");
      part.item.minor = *part.minor;
      part.item.reversal = whole.reversal;
      part.item.booked = whole.booked;
      part.item.valued = whole.valued;
      part.item.entry_reference = whole.entry_reference;
      if (part.item.bank_reference.empty()) part.item.bank_reference = whole.bank_reference;
      add(std::move(part.item), whole, ++number);
    }
    if (*sum != whole.minor) return fault("statement-details", line, "An entry's payments do not add up to it.");
    return std::nullopt;
  }

  // The bank's reference of the entry tells a payment again in any file; without one, its place in the statement.
  // Banks give some references twice (a payment and its charge), so the amount and a count are part of it.
  void add(StatementItem item, const StatementItem& entry, int number) {
    const Fields& said = fields(Record::statement);
    std::string reference = real_reference(entry.bank_reference);
    if (reference.empty() && parts_.size() == 1) reference = real_reference(item.bank_reference);
    std::vector<std::string> parts = {said.text("Acct/Id/IBAN", "Acct/Id/Othr/Id")};
    if (reference.empty()) {
      parts.insert(parts.end(), {"place", said.text("Id"), page(), std::to_string(entries_)});
    } else {
      parts.insert(parts.end(), {"reference", reference});
    }
    parts.insert(parts.end(), {item.booked, std::to_string(item.minor), std::to_string(number)});
    item.identity = joined(parts);
    const int count = ++seen_[item.identity];
    if (count > 1) item.identity += "|" + std::to_string(count);
    items_.push_back(std::move(item));
  }

  std::string page() {
    const std::string own = fields(Record::statement).text("StmtPgntn/PgNb");
    return own.empty() ? fields(Record::header).text("MsgPgntn/PgNb") : own;
  }

  std::optional<Problem> end_statement(int line) {
    const Fields& said = fields(Record::statement);
    if (const Field* field = said.find("Acct/Ccy")) {
      const auto currency = Currency::parse(field->text);
      if (!currency || currency_.value_or(*currency) != *currency) {
        return fault("statement-currency", field->line, "The account's currency is not that of its amounts.");
      }
      currency_ = currency;
    }
    if (!currency_) return fault("statement-currency", line, "The statement names no currency.");
    Statement statement{said.text("Id"),
                        page(),
                        said.text("ElctrncSeqNb"),
                        account(said, "Acct", "Acct/Svcr"),
                        *currency_,
                        opening_ ? opening_ : previous_,
                        closing_,
                        std::move(items_)};
    if (statement.id.empty()) return fault("statement-field", line, "The statement's Id is missing.");
    if (number(statement.account).empty()) {
      return fault("statement-field", line, "The account has neither IBAN nor Othr Id.");
    }
    if (auto wrong = check_sum(statement, line)) return wrong;
    return keep(std::move(statement), line);
  }

  static std::optional<Problem> check_sum(const Statement& statement, int line) {
    if (!statement.opening || !statement.closing) return std::nullopt;
    std::optional<std::int64_t> sum = statement.opening->minor;
    for (const StatementItem& item : statement.items) sum = sum ? checked_add(*sum, item.minor) : sum;
    if (sum == statement.closing->minor) return std::nullopt;
    return fault("statement-sum", line,
                 "Opening balance and booked entries do not add up to the closing balance: the file is not whole.");
  }

  std::optional<Problem> keep(Statement statement, int line) {
    const auto [at, is_new] =
        kept_.try_emplace(joined({number(statement.account), statement.id, statement.page}), statements_.size());
    if (is_new) {
      statements_.push_back(std::move(statement));
    } else if (statements_[at->second] != statement) {
      return fault("statement-doubled", line, "Two different statements bear the same Id.");
    }
    return std::nullopt;
  }

  std::vector<Statement> statements_;
  std::map<std::string, std::size_t> kept_;  // places in statements_
  std::size_t records_ = 0;                  // of the whole file

  // Of the statement that is being read.
  Fields fields_[5];  // by Record
  std::optional<Currency> currency_;
  std::optional<Balance> opening_, closing_, previous_;
  std::vector<StatementItem> items_;
  std::map<std::string, int> seen_;  // identities, to count equal ones
  int entries_ = 0;
  std::vector<Part> parts_;  // of the entry
};

}  // namespace

Expected<std::vector<Statement>> camt053(std::string_view xml, std::size_t most) {
  assert(most <= 1024 * 1024 * 1024);
  if (xml.size() > most) {
    return problem(413, "statement-too-large",
                   "The file is larger than " + std::to_string(most / (1024 * 1024)) +
                       " MiB: ask the bank for statements of shorter periods.");
  }
  StatementReader reader;
  if (auto wrong = read_xml(xml, reader)) return tl::unexpected(*wrong);
  auto statements = reader.take();
  if (statements.empty()) return problem(422, "statement-field", "The file holds no statement.");
  return statements;
}

}  // namespace sealcart::bank
