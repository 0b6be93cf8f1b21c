// Cash that was collected goes to the malls (seed S1228): one payment order to the bank, and to each mall what it pays.
#pragma once

#include <string>
#include <vector>

#include "bank/account.h"
#include "bank/pain001.h"
#include "core/problem.h"
#include "shipping/desk/counter.h"
#include "shipping/store/cash.h"

namespace sealcart::shipping {

// From the settings bank_iban or bank_number, bank_bic, bank_clearing_system, bank_clearing_member, payment_version,
// payment_service_level. Problem 409 "bank-account" when they name no account.
struct Payer {
  bank::Account account;
  bank::PaymentVersion version = bank::PaymentVersion::v03;
  std::string service_level;
};
Expected<Payer> payer_of(const exchange::Config& config);

// Checked and plain. Problems 422: those of bank::read_account, and "mall-unknown".
Expected<store::MallAccount> read_mall_account(const Counter& counter, store::MallAccount typed);

struct Remitted {
  std::int64_t run = 0;  // 0: there was nothing to pay
  std::string message;   // of the payment order
  std::vector<store::Payout> payouts;
  std::vector<std::string> left_out;  // malls whose account is not known
};
// Pays all that was handed in: payment order, payouts, books, letters, audit log in one transaction. Again: nothing.
Remitted remit(sql::Connection& connection, const Counter& counter, const Payer& payer, const Who& who);

}  // namespace sealcart::shipping
