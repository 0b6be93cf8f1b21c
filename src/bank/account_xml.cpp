#include "bank/account_xml.h"

namespace sealcart::bank {

void write_account_id(XmlWriter& xml, const Account& account) {
  xml.element("Id", [&] {
    if (account.iban) {
      xml.text("IBAN", *account.iban);
    } else {
      xml.element("Othr", [&] { xml.text("Id", account.other); });
    }
  });
}

void write_agent_id(XmlWriter& xml, const Account& account, const char* bic_name) {
  xml.element("FinInstnId", [&] {
    xml.optional_text(bic_name, account.agent_bic);
    if (!account.clearing_member.empty()) {
      xml.element("ClrSysMmbId", [&] {
        if (!account.clearing_system.empty()) {
          xml.element("ClrSysId", [&] { xml.text("Cd", account.clearing_system); });
        }
        xml.text("MmbId", account.clearing_member);
      });
    }
    if (account.agent_bic.empty() && account.clearing_member.empty()) {
      xml.element("Othr", [&] { xml.text("Id", "NOTPROVIDED"); });
    }
  });
}

}  // namespace sealcart::bank
