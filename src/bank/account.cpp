#include "bank/account.h"

#include <algorithm>

#include "bank/text.h"

namespace sealcart::bank {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter_or_digit(char c) { return is_capital(c) || is_digit(c); }

std::string electronic(std::string_view typed) {
  std::string text;
  for (const char c : typed) {
    if (c == ' ') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

// The remainder by 97 of the number that the IBAN makes: its first four characters last, letters as 10 to 35.
int remainder_97(const std::string& iban) {
  int rest = 0;
  for (const char c : iban.substr(4) + iban.substr(0, 4)) {
    rest = is_digit(c) ? rest * 10 + (c - '0') : rest * 100 + (c - 'A' + 10);
    rest %= 97;
  }
  return rest;
}

// The form that both versions of pain.001 take.
bool is_bic(std::string_view bic) {
  if (bic.size() != 8 && bic.size() != 11) return false;
  return std::all_of(bic.begin(), bic.begin() + 6, is_capital) && bic[6] != '0' && bic[6] != '1' && bic[7] != 'O' &&
         std::all_of(bic.begin() + 6, bic.end(), is_letter_or_digit);
}

}  // namespace

Expected<std::string> read_iban(std::string_view typed) {
  std::string iban = electronic(typed);
  const bool formed = iban.size() >= 15 && iban.size() <= 34 && is_capital(iban[0]) && is_capital(iban[1]) &&
                      is_digit(iban[2]) && is_digit(iban[3]) &&
                      std::all_of(iban.begin(), iban.end(), is_letter_or_digit);
  if (!formed) {
    return problem(422, "account-iban", "This is no IBAN: two letters, two digits, then up to 30 letters and digits.");
  }
  if (remainder_97(iban) != 1) {
    return problem(422, "account-iban", "The IBAN's check digits do not fit: look for a mistyped character.");
  }
  return iban;
}

Expected<Account> read_account(const Account& typed) {
  Account account;
  if (typed.iban) {
    const auto iban = read_iban(*typed.iban);
    if (!iban) return tl::unexpected(iban.error());
    account.iban = *iban;
  }
  account.other = plain(typed.other, max_34 + 1);
  if (account.iban.has_value() == !account.other.empty() || length(account.other) > max_34) {
    return problem(422, "account-number", "Give either an IBAN or an account number of at most 34 characters.");
  }
  account.agent_bic = electronic(typed.agent_bic);
  if (!account.agent_bic.empty() && !is_bic(account.agent_bic)) {
    return problem(422, "account-bic", "This is no BIC: it has 8 or 11 letters and digits, as in ABCDJPJT.");
  }
  account.clearing_system = electronic(typed.clearing_system);
  account.clearing_member = plain(typed.clearing_member, max_35 + 1);
  if (account.clearing_system.size() > 5 || length(account.clearing_member) > max_35 ||
      (account.clearing_member.empty() && !account.clearing_system.empty())) {
    return problem(422, "account-clearing",
                   "A clearing system's code has at most 5 characters and needs a member number of at most 35.");
  }
  return account;
}

const std::string& number(const Account& account) { return account.iban ? *account.iban : account.other; }

}  // namespace sealcart::bank
