// A bank's statement of an account: what came in and went out between two balances.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bank/account.h"
#include "core/money.h"

namespace sealcart::bank {

struct Balance {
  std::int64_t minor = 0;  // of the statement's currency; negative: overdrawn
  std::string day;         // "2026-11-28"
  friend bool operator==(const Balance&, const Balance&) = default;
};

// One booked payment. Texts are empty where the bank says nothing.
struct StatementItem {
  std::string identity;         // the same whenever the bank reports the same payment again; book each but once
  std::int64_t minor = 0;       // of the statement's currency; positive came in, negative went out
  bool reversal = false;        // takes an earlier booking back
  std::string booked, valued;   // days
  std::string bank_reference;   // AcctSvcrRef, of the payment or else of its entry
  std::string entry_reference;  // NtryRef
  std::string end_to_end_id;    // as the debtor gave it
  std::string transaction_id;   // TxId, as the first bank gave it
  std::string remittance;       // lines for people, joined by a space; cut after 1000 characters
  std::string reference;        // the creditor's structured reference(s), joined by a space
  std::string debtor;           // name
  Account debtor_account;
  friend bool operator==(const StatementItem&, const StatementItem&) = default;
};

struct Statement {
  std::string id;
  std::string page;      // when the bank cut a statement into several; empty: whole
  std::string sequence;  // ElctrncSeqNb
  Account account;
  Currency currency;
  std::optional<Balance> opening, closing;
  std::vector<StatementItem> items;
  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace sealcart::bank
