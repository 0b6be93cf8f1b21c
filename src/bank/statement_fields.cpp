#include "bank/statement_fields.h"

#include <array>

#include "bank/text.h"

namespace sealcart::bank {
namespace {

using enum Record;
using Kind = Wanted::Kind;

constexpr std::array<std::string_view, 5> record_paths = {
    "BkToCstmrStmt/GrpHdr",
    "BkToCstmrStmt/Stmt",
    "BkToCstmrStmt/Stmt/Bal",
    "BkToCstmrStmt/Stmt/Ntry",
    "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls",
};

constexpr std::size_t code = 35, remittance = 1000;

// Where version 08 names an element otherwise than version 02, both stand here.
constexpr Wanted table[] = {
    {header, "MsgPgntn/PgNb", 5},
    {statement, "Id", max_35},
    {statement, "StmtPgntn/PgNb", 5},
    {statement, "ElctrncSeqNb", 18},
    {statement, "Acct/Id/IBAN", max_34},
    {statement, "Acct/Id/Othr/Id", max_34},
    {statement, "Acct/Ccy", code},
    {statement, "Acct/Svcr/FinInstnId/BIC", code},
    {statement, "Acct/Svcr/FinInstnId/BICFI", code},
    {balance, "Tp/CdOrPrtry/Cd", code},
    {balance, "Tp/SubTp/Cd", code},
    {balance, "Amt", code},
    {balance, "CdtDbtInd", code},
    {balance, "Dt/Dt", code},
    {balance, "Dt/DtTm", code},
    {entry, "NtryRef", max_35},
    {entry, "Amt", code},
    {entry, "CdtDbtInd", code},
    {entry, "RvslInd", code},
    {entry, "Sts", code},
    {entry, "Sts/Cd", code},
    {entry, "Sts/Prtry", code},
    {entry, "BookgDt/Dt", code},
    {entry, "BookgDt/DtTm", code},
    {entry, "ValDt/Dt", code},
    {entry, "ValDt/DtTm", code},
    {entry, "AcctSvcrRef", max_35},
    {payment, "Refs/AcctSvcrRef", max_35},
    {payment, "Refs/EndToEndId", max_35},
    {payment, "Refs/TxId", max_35},
    {payment, "Amt", code},
    {payment, "CdtDbtInd", code},
    {payment, "AmtDtls/TxAmt/Amt", code},
    {payment, "AmtDtls/InstdAmt/Amt", code},
    {payment, "RltdPties/Dbtr/Nm", max_140, Kind::text},
    {payment, "RltdPties/Dbtr/Pty/Nm", max_140, Kind::text},
    {payment, "RltdPties/DbtrAcct/Id/IBAN", max_34},
    {payment, "RltdPties/DbtrAcct/Id/Othr/Id", max_34},
    {payment, "RltdAgts/DbtrAgt/FinInstnId/BIC", code},
    {payment, "RltdAgts/DbtrAgt/FinInstnId/BICFI", code},
    {payment, "RmtInf/Ustrd", remittance, Kind::lines},
    {payment, "RmtInf/Strd/CdtrRefInf/Ref", remittance, Kind::lines},
};

using ByPath = std::map<std::string, const Wanted*, std::less<>>;

const ByPath& by_path() {
  static const ByPath all = [] {
    ByPath made;
    for (const Wanted& each : table) {
      made.emplace(std::string(record_paths[static_cast<std::size_t>(each.record)]) + "/" + std::string(each.name),
                   &each);
    }
    return made;
  }();
  return all;
}

}  // namespace

std::optional<Record> record_at(std::string_view path) {
  for (std::size_t i = 0; i < record_paths.size(); ++i) {
    if (record_paths[i] == path) return static_cast<Record>(i);
  }
  return std::nullopt;
}

const Wanted* wanted(std::string_view path) {
  const auto at = by_path().find(path);
  return at == by_path().end() ? nullptr : at->second;
}

Problem fault(std::string code, int line, const std::string& what) {
  return {422, std::move(code), "Line " + std::to_string(line) + ": " + what};
}

std::optional<Problem> Fields::put(const Wanted& wanted, const XmlElement& element) {
  const std::string name(wanted.name);
  const bool cut = wanted.kind != Kind::identifier;
  std::string text = plain(element.text, cut ? wanted.most : wanted.most + 1);
  if (text.empty()) return std::nullopt;
  if (!cut && length(text) > wanted.most) {
    return fault("statement-field", element.line, name + " is longer than the message allows.");
  }
  const auto [at, is_new] = fields_.try_emplace(wanted.name);
  if (is_new) at->second = Field{text, std::string(element.currency), element.line};
  if (is_new) return std::nullopt;
  if (wanted.kind != Kind::lines) return fault("statement-field", element.line, name + " stands twice.");
  at->second.text = plain(at->second.text + " " + text, wanted.most);
  return std::nullopt;
}

const Field* Fields::find(std::string_view name) const {
  const auto at = fields_.find(name);
  return at == fields_.end() ? nullptr : &at->second;
}

std::string Fields::text(std::string_view name, std::string_view other) const {
  const Field* field = find(name);
  if (field == nullptr) field = find(other);
  return field == nullptr ? std::string() : field->text;
}

}  // namespace sealcart::bank
