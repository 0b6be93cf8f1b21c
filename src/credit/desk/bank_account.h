// The company's own bank account and payment orders: settings of [credit].
#pragma once

#include "bank/account.h"
#include "bank/pain001.h"
#include "core/money.h"
#include "core/problem.h"
#include "exchange/config.h"

namespace sealcart::credit {

// Settings bank_iban, or bank_number with bank_clearing_system and bank_clearing_member; bank_bic. With "_eur" behind a
// name they are those of the account in EUR, and so on for each currency; without, of every currency that has none of
// its own. 409 "bank-account-missing", and what bank::read_account says.
Expected<bank::Account> own_account(const exchange::Config& config, const Currency& currency);

// Setting payout_file: "pain.001.001.09" (default) or "pain.001.001.03". Throws std::runtime_error.
bank::PaymentVersion payment_version(const exchange::Config& config);

}  // namespace sealcart::credit
