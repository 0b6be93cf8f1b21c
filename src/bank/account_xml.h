// The elements by which pain.001 and camt.053 name an account and a bank.
#pragma once

#include "bank/account.h"
#include "bank/xml_writer.h"

namespace sealcart::bank {

// Id with IBAN or Othr, inside an account's element.
void write_account_id(XmlWriter& xml, const Account& account);
// FinInstnId, inside an agent's element. `bic_name` is BIC in older versions and BICFI in newer ones. A bank that is
// not known is NOTPROVIDED, as the European implementation guidelines put it.
void write_agent_id(XmlWriter& xml, const Account& account, const char* bic_name);

}  // namespace sealcart::bank
