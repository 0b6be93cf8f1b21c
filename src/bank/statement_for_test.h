// Statement files by hand, for what statement_xml does not write.
#pragma once

#include <string>

namespace sealcart::bank {

inline std::string bal(const std::string& type, const std::string& amount, const std::string& direction = "CRDT",
                       const std::string& currency = "JPY") {
  return "<Bal><Tp><CdOrPrtry><Cd>" + type + "</Cd></CdOrPrtry></Tp><Amt Ccy='" + currency + "'>" + amount +
         "</Amt><CdtDbtInd>" + direction + "</CdtDbtInd><Dt><Dt>2026-11-28</Dt></Dt></Bal>";
}

struct EntryText {
  std::string amount, direction = "CRDT", details, status = "BOOK", reference, currency = "JPY", day = "2026-11-28";
};

inline std::string ntry(const EntryText& entry) {
  return "<Ntry><Amt Ccy='" + entry.currency + "'>" + entry.amount + "</Amt><CdtDbtInd>" + entry.direction +
         "</CdtDbtInd><Sts>" + entry.status + "</Sts><BookgDt><Dt>" + entry.day + "</Dt></BookgDt>" +
         (entry.reference.empty() ? "" : "<AcctSvcrRef>" + entry.reference + "</AcctSvcrRef>") +
         (entry.details.empty() ? "" : "<NtryDtls>" + entry.details + "</NtryDtls>") + "</Ntry>";
}

inline std::string part(const std::string& amount, const std::string& end_to_end, const std::string& currency = "JPY") {
  return "<TxDtls><Refs><EndToEndId>" + end_to_end + "</EndToEndId></Refs>" +
         (amount.empty() ? "" : "<AmtDtls><TxAmt><Amt Ccy='" + currency + "'>" + amount + "</Amt></TxAmt></AmtDtls>") +
         "</TxDtls>";
}

inline std::string stmt(const std::string& contents, const std::string& id = "S1") {
  return "<Stmt><Id>" + id + "</Id><Acct><Id><Othr><Id>1234567</Id></Othr></Id></Acct>" + contents + "</Stmt>";
}

inline std::string file(const std::string& statements, const std::string& version = "02") {
  return "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001." + version +
         "'><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>" + statements + "</BkToCstmrStmt></Document>";
}

}  // namespace sealcart::bank
