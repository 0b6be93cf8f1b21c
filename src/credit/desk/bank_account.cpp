#include "credit/desk/bank_account.h"

#include <stdexcept>

namespace sealcart::credit {

Expected<bank::Account> own_account(const exchange::Config& config, const Currency& currency) {
  std::string suffix = "_";
  for (const char c : currency.code()) suffix += static_cast<char>(c - 'A' + 'a');
  const bool special =
      !config.text("bank_iban" + suffix, "").empty() || !config.text("bank_number" + suffix, "").empty();
  const auto setting = [&](std::string name) { return config.text(special ? name + suffix : name, ""); };
  bank::Account typed;
  if (const std::string iban = setting("bank_iban"); !iban.empty()) typed.iban = iban;
  typed.other = setting("bank_number");
  typed.agent_bic = setting("bank_bic");
  typed.clearing_system = setting("bank_clearing_system");
  typed.clearing_member = setting("bank_clearing_member");
  if (!typed.iban && typed.other.empty()) {
    return problem(409, "bank-account-missing",
                   "The configuration names no bank account of ours: set bank_iban or bank_number in [credit].");
  }
  return bank::read_account(typed);
}

bank::PaymentVersion payment_version(const exchange::Config& config) {
  const auto version = bank::parse_payment_version(config.text("payout_file", "pain.001.001.09"));
  if (!version) throw std::runtime_error("[credit] payout_file must be pain.001.001.03 or pain.001.001.09");
  return *version;
}

}  // namespace sealcart::credit
