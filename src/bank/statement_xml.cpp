#include <algorithm>
#include <cassert>

#include "bank/account_xml.h"
#include "bank/amount.h"
#include "bank/camt053.h"
#include "bank/day.h"
#include "bank/text.h"
#include "bank/xml_writer.h"

namespace sealcart::bank {
namespace {

class Writer {
 public:
  Writer(const Statement& statement, StatementVersion version)
      : statement_(statement),
        old_(version == StatementVersion::v02),
        xml_("urn:iso:std:iso:20022:tech:xsd:camt.053.001." + std::string(old_ ? "02" : "08")) {}

  std::string write(Time created) && {
    xml_.element("BkToCstmrStmt", [&] {
      xml_.element("GrpHdr", [&] {
        xml_.text("MsgId", statement_.id);
        xml_.text("CreDtTm", date_time(created));
        if (old_) page("MsgPgntn");
      });
      xml_.element("Stmt", [&] { statement(created); });
    });
    return std::move(xml_).finish();
  }

 private:
  void page(const char* name) {
    if (statement_.page.empty()) return;
    xml_.element(name, [&] {
      xml_.text("PgNb", statement_.page);
      xml_.text("LastPgInd", "true");
    });
  }

  void statement(Time created) {
    xml_.text("Id", statement_.id);
    if (!old_) page("StmtPgntn");
    xml_.optional_text("ElctrncSeqNb", statement_.sequence);
    xml_.text("CreDtTm", date_time(created));
    xml_.element("Acct", [&] {
      write_account_id(xml_, statement_.account);
      xml_.text("Ccy", std::string(statement_.currency.code()));
      if (!statement_.account.agent_bic.empty()) xml_.element("Svcr", [&] { agent_id(statement_.account); });
    });
    if (statement_.opening) balance("OPBD", *statement_.opening);
    if (statement_.closing) balance("CLBD", *statement_.closing);
    for (const StatementItem& item : statement_.items) entry(item);
  }

  void balance(const char* type, const Balance& balance) {
    xml_.element("Bal", [&] {
      xml_.element("Tp", [&] { xml_.element("CdOrPrtry", [&] { xml_.text("Cd", type); }); });
      amount(balance.minor);
      direction(balance.minor);
      xml_.element("Dt", [&] { xml_.text("Dt", balance.day); });
    });
  }

  void entry(const StatementItem& item) {
    xml_.element("Ntry", [&] {
      xml_.optional_text("NtryRef", item.entry_reference);
      amount(item.minor);
      direction(item.minor);
      if (item.reversal) xml_.text("RvslInd", "true");
      if (old_) {
        xml_.text("Sts", "BOOK");
      } else {
        xml_.element("Sts", [&] { xml_.text("Cd", "BOOK"); });
      }
      xml_.element("BookgDt", [&] { xml_.text("Dt", item.booked); });
      if (!item.valued.empty()) xml_.element("ValDt", [&] { xml_.text("Dt", item.valued); });
      xml_.optional_text("AcctSvcrRef", item.bank_reference);
      transaction_code(item.minor);
      xml_.element("NtryDtls", [&] { xml_.element("TxDtls", [&] { payment(item); }); });
    });
  }

  // Credit transfers received and issued, of no special kind.
  void transaction_code(std::int64_t minor) {
    xml_.element("BkTxCd", [&] {
      xml_.element("Domn", [&] {
        xml_.text("Cd", "PMNT");
        xml_.element("Fmly", [&] {
          xml_.text("Cd", minor < 0 ? "ICDT" : "RCDT");
          xml_.text("SubFmlyCd", "OTHR");
        });
      });
    });
  }

  void payment(const StatementItem& item) {
    xml_.element("Refs", [&] {
      xml_.text("EndToEndId", item.end_to_end_id.empty() ? "NOTPROVIDED" : item.end_to_end_id);
      xml_.optional_text("TxId", item.transaction_id);
    });
    if (old_) {
      xml_.element("AmtDtls", [&] { xml_.element("TxAmt", [&] { amount(item.minor); }); });
    } else {
      amount(item.minor);
      direction(item.minor);
    }
    parties(item);
    if (!item.debtor_account.agent_bic.empty()) {
      xml_.element("RltdAgts", [&] { xml_.element("DbtrAgt", [&] { agent_id(item.debtor_account); }); });
    }
    if (!item.remittance.empty() || !item.reference.empty()) xml_.element("RmtInf", [&] { remittance(item); });
  }

  void parties(const StatementItem& item) {
    const bool has_account = !number(item.debtor_account).empty();
    if (item.debtor.empty() && !has_account) return;
    xml_.element("RltdPties", [&] {
      const auto name = [&] { xml_.text("Nm", item.debtor); };
      if (!item.debtor.empty() && old_) xml_.element("Dbtr", name);
      if (!item.debtor.empty() && !old_) xml_.element("Dbtr", [&] { xml_.element("Pty", name); });
      if (has_account) xml_.element("DbtrAcct", [&] { write_account_id(xml_, item.debtor_account); });
    });
  }

  void remittance(const StatementItem& item) {
    xml_.optional_text("Ustrd", item.remittance);
    if (!item.reference.empty()) {
      xml_.element("Strd", [&] { xml_.element("CdtrRefInf", [&] { xml_.text("Ref", item.reference); }); });
    }
  }

  void agent_id(const Account& account) { write_agent_id(xml_, account, old_ ? "BIC" : "BICFI"); }

  void amount(std::int64_t minor) {
    xml_.amount("Amt", decimal({minor < 0 ? -minor : minor, statement_.currency}), statement_.currency.code());
  }

  void direction(std::int64_t minor) { xml_.text("CdtDbtInd", minor < 0 ? "DBIT" : "CRDT"); }

  const Statement& statement_;
  bool old_;
  XmlWriter xml_;
};

}  // namespace

std::string statement_xml(const Statement& statement, Time created, StatementVersion version) {
  assert(!statement.id.empty() && !number(statement.account).empty() && (statement.opening || statement.closing));
  assert(std::all_of(statement.items.begin(), statement.items.end(),
                     [](const StatementItem& item) { return is_day(item.booked); }));
  return Writer(statement, version).write(created);
}

}  // namespace sealcart::bank
