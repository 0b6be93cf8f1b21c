// Payment orders to a bank: ISO 20022 pain.001, CustomerCreditTransferInitiation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bank/account.h"
#include "core/money.h"
#include "core/world.h"

namespace sealcart::bank {

enum class PaymentVersion { v03, v09 };  // pain.001.001.03 and pain.001.001.09

// "pain.001.001.03" or "pain.001.001.09".
std::optional<PaymentVersion> parse_payment_version(std::string_view name);

enum class Charges { debtor, creditor, shared, service_level };  // who bears the banks' charges

struct Transfer {
  std::string instruction_id;  // at most 35 characters; empty: none
  std::string end_to_end_id;   // at most 35, given on to the creditor; empty: NOTPROVIDED
  std::string day;             // when the bank shall execute it, "2026-11-28"
  Money amount;                // more than 0
  std::string name;            // of the creditor; cut after 140 characters, 70 at service level SEPA
  Account account;             // of the creditor
  std::string remittance;      // what for; cut after 140 characters; empty: none
};

struct Initiation {
  std::string message_id;  // unique for the bank; 1 to 30 characters
  Time created;
  std::string debtor;  // who pays and hands the file in; cut as the creditors' names are
  Account account;     // that is debited
  bool batch_booking = true;
  std::string service_level;  // ISO 20022 external code, e.g. "SEPA"; at most 4 characters; empty: none
  Charges charges = Charges::shared;
  std::vector<Transfer> transfers;  // at least one
};

// The file, in UTF-8: the same for the same input. Transfers of one currency and day stand in one PmtInf, in the order
// given, its PmtInfId being the message's id with "-1", "-2", …. Names and remittance texts lose control characters;
// other texts must keep to the limits above and accounts must be as read_account gives them (asserted).
std::string pain001(const Initiation& initiation, PaymentVersion version);

}  // namespace sealcart::bank
