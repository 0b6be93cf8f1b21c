// An account at a bank, and the bank that keeps it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/problem.h"

namespace sealcart::bank {

// Either an IBAN or, where banks have none (Japan), the number that the bank gave. The bank is named by its BIC (ISO
// 9362), else by its member number in a clearing system, else not at all: the account then says enough.
struct Account {
  std::optional<std::string> iban;  // electronic form: no spaces, capitals
  std::string other;                // at most 34 characters; empty when there is an IBAN
  std::string agent_bic;
  std::string clearing_system;  // ISO 20022 external code, e.g. "JPZGN" (Zengin); may be empty
  std::string clearing_member;  // e.g. bank and branch, "0001001"
  friend bool operator==(const Account&, const Account&) = default;
};

// An IBAN as people type it (ISO 13616; spaces, small letters) in its electronic form. 422 "account-iban" unless form
// and check digits (ISO 7064 mod 97-10) are right. The length of each country's is not checked.
Expected<std::string> read_iban(std::string_view typed);

// An account as typed in a form, made plain: fit for pain001. 422 "account-iban", "account-number", "account-bic" or
// "account-clearing" otherwise.
Expected<Account> read_account(const Account& typed);

// The IBAN or the other number.
const std::string& number(const Account& account);

}  // namespace sealcart::bank
