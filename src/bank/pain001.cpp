#include "bank/pain001.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "bank/account_xml.h"
#include "bank/amount.h"
#include "bank/day.h"
#include "bank/text.h"
#include "bank/xml_writer.h"

namespace sealcart::bank {
namespace {

constexpr std::array<std::string_view, 2> names = {"pain.001.001.03", "pain.001.001.09"};
constexpr std::size_t max_message_id = 30;  // leaves room for PmtInfId's number
constexpr std::size_t max_sepa_name = 70;   // the European Payments Council's guidelines allow no more
constexpr int most_digits = 3;              // of any currency that is traded in

// Transfers of one currency and day.
using Group = std::vector<const Transfer*>;

std::vector<Group> groups(const std::vector<Transfer>& transfers) {
  std::vector<Group> all;
  for (const Transfer& transfer : transfers) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const Group& group) {
      return group.front()->amount.currency == transfer.amount.currency && group.front()->day == transfer.day;
    });
    if (same == all.end()) {
      all.push_back({&transfer});
    } else {
      same->push_back(&transfer);
    }
  }
  return all;
}

// The sum of the bare numbers, whatever their currencies: it guards against a damaged file.
std::string control_sum(const Group& group) {
  std::int64_t thousandths = 0;
  int digits = 0;
  for (const Transfer* transfer : group) {
    digits = std::max(digits, transfer->amount.currency.digits());
    std::int64_t part = transfer->amount.minor;
    for (int i = transfer->amount.currency.digits(); i < most_digits; ++i) part *= 10;
    const bool overflow = __builtin_add_overflow(thousandths, part, &thousandths);
    assert(!overflow);
  }
  for (int i = digits; i < most_digits; ++i) thousandths /= 10;
  return decimal(thousandths, digits);
}

bool is_text(const std::string& text, std::size_t least, std::size_t most) {
  return length(text) >= least && plain(text, most) == text;
}

void check(const Initiation& initiation) {
  assert(is_text(initiation.message_id, 1, max_message_id) && is_text(initiation.service_level, 0, 4));
  assert(read_account(initiation.account) == initiation.account && !initiation.transfers.empty());
  for (const Transfer& transfer : initiation.transfers) {
    assert(is_text(transfer.instruction_id, 0, max_35) && is_text(transfer.end_to_end_id, 0, max_35));
    assert(is_day(transfer.day) && transfer.amount.minor > 0 && transfer.amount.minor <= max_amount);
    assert(read_account(transfer.account) == transfer.account);
  }
}

const char* code(Charges charges) {
  switch (charges) {
    case Charges::debtor:
      return "DEBT";
    case Charges::creditor:
      return "CRED";
    case Charges::shared:
      return "SHAR";
    case Charges::service_level:
      return "SLEV";
  }
  std::abort();
}

class Writer {
 public:
  Writer(const Initiation& initiation, PaymentVersion version)
      : initiation_(initiation),
        version_(version),
        xml_("urn:iso:std:iso:20022:tech:xsd:" + std::string(names[static_cast<std::size_t>(version)])) {}

  std::string write() && {
    xml_.element("CstmrCdtTrfInitn", [&] {
      header();
      int number = 0;
      for (const Group& group : groups(initiation_.transfers)) payment(group, ++number);
    });
    return std::move(xml_).finish();
  }

 private:
  void header() {
    Group all;
    for (const Transfer& transfer : initiation_.transfers) all.push_back(&transfer);
    xml_.element("GrpHdr", [&] {
      xml_.text("MsgId", initiation_.message_id);
      xml_.text("CreDtTm", date_time(initiation_.created));
      xml_.text("NbOfTxs", std::to_string(all.size()));
      xml_.text("CtrlSum", control_sum(all));
      party("InitgPty", initiation_.debtor);
    });
  }

  void payment(const Group& group, int number) {
    xml_.element("PmtInf", [&] {
      xml_.text("PmtInfId", initiation_.message_id + "-" + std::to_string(number));
      xml_.text("PmtMtd", "TRF");
      xml_.text("BtchBookg", initiation_.batch_booking ? "true" : "false");
      xml_.text("NbOfTxs", std::to_string(group.size()));
      xml_.text("CtrlSum", control_sum(group));
      if (!initiation_.service_level.empty()) {
        xml_.element("PmtTpInf", [&] { xml_.element("SvcLvl", [&] { xml_.text("Cd", initiation_.service_level); }); });
      }
      execution_day(group.front()->day);
      party("Dbtr", initiation_.debtor);
      xml_.element("DbtrAcct", [&] { write_account_id(xml_, initiation_.account); });
      agent("DbtrAgt", initiation_.account);
      xml_.text("ChrgBr", code(initiation_.charges));
      for (const Transfer* each : group) transfer(*each);
    });
  }

  void execution_day(const std::string& day) {
    if (version_ == PaymentVersion::v03) {
      xml_.text("ReqdExctnDt", day);
    } else {
      xml_.element("ReqdExctnDt", [&] { xml_.text("Dt", day); });
    }
  }

  void transfer(const Transfer& transfer) {
    xml_.element("CdtTrfTxInf", [&] {
      xml_.element("PmtId", [&] {
        xml_.optional_text("InstrId", transfer.instruction_id);
        xml_.text("EndToEndId", transfer.end_to_end_id.empty() ? "NOTPROVIDED" : transfer.end_to_end_id);
      });
      xml_.element("Amt", [&] { xml_.amount("InstdAmt", decimal(transfer.amount), transfer.amount.currency.code()); });
      // A creditor's bank that is not known is left out: the element is not required here.
      if (!transfer.account.agent_bic.empty() || !transfer.account.clearing_member.empty()) {
        agent("CdtrAgt", transfer.account);
      }
      party("Cdtr", transfer.name);
      xml_.element("CdtrAcct", [&] { write_account_id(xml_, transfer.account); });
      const std::string remittance = plain(transfer.remittance, max_140);
      if (!remittance.empty()) xml_.element("RmtInf", [&] { xml_.text("Ustrd", remittance); });
    });
  }

  void party(const char* element, const std::string& name) {
    const std::size_t most = initiation_.service_level == "SEPA" ? max_sepa_name : max_140;
    xml_.element(element, [&] { xml_.optional_text("Nm", plain(name, most)); });
  }

  void agent(const char* element, const Account& account) {
    xml_.element(element, [&] { write_agent_id(xml_, account, version_ == PaymentVersion::v03 ? "BIC" : "BICFI"); });
  }

  const Initiation& initiation_;
  PaymentVersion version_;
  XmlWriter xml_;
};

}  // namespace

std::optional<PaymentVersion> parse_payment_version(std::string_view name) {
  const auto* at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<PaymentVersion>(at - names.begin());
}

std::string pain001(const Initiation& initiation, PaymentVersion version) {
  check(initiation);
  return Writer(initiation, version).write();
}

}  // namespace sealcart::bank
