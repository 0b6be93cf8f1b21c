#include "credit/rules/ledger.h"

#include <cassert>
#include <charconv>
#include <iterator>

namespace sealcart::credit {

std::string_view name(Account kind) {
  switch (kind) {
    case Account::line:
      return "line";
    case Account::available:
      return "available";
    case Account::authorised:
      return "authorised";
    case Account::used:
      return "used";
    case Account::receivable:
      return "receivable";
    case Account::payable:
      return "payable";
    case Account::bank:
      return "bank";
    case Account::fees:
      return "fees";
    case Account::suspense:
      return "suspense";
  }
  assert(false);
  return {};
}

std::string_view name(EntryKind kind) {
  constexpr std::string_view names[] = {"limit",   "authorise", "capture", "release", "refund", "chargeback",
                                        "payment", "receipt",   "match",   "payout",  "unmatch"};
  const auto at = static_cast<std::size_t>(kind);
  assert(at < std::size(names));
  return names[at];
}

Moves moves_of_limit(std::int64_t change) { return {{Account::line, -change}, {Account::available, change}}; }

Moves moves_of_capture(std::int64_t amount, std::int64_t fee) {
  Moves moves{{Account::authorised, -amount},
              {Account::used, amount},
              {Account::receivable, amount},
              {Account::payable, -(amount - fee)}};
  if (fee != 0) moves.push_back({Account::fees, -fee});
  return moves;
}

Moves moves_of_release(std::int64_t amount) { return {{Account::authorised, -amount}, {Account::available, amount}}; }

Moves moves_of_refund(std::int64_t amount) {
  return {{Account::used, -amount},
          {Account::available, amount},
          {Account::receivable, -amount},
          {Account::payable, amount}};
}

Moves moves_of_chargeback(std::int64_t amount, std::int64_t fee) {
  Moves moves = moves_of_refund(amount);
  moves.back().amount += fee;
  if (fee != 0) moves.push_back({Account::fees, -fee});
  return moves;
}

Moves moves_of_payment(std::int64_t amount) {
  return {
      {Account::used, -amount}, {Account::available, amount}, {Account::receivable, -amount}, {Account::bank, amount}};
}

Moves moves_of_receipt(std::int64_t amount) { return {{Account::bank, amount}, {Account::suspense, -amount}}; }

Moves moves_of_match(std::int64_t amount) {
  return {{Account::used, -amount},
          {Account::available, amount},
          {Account::receivable, -amount},
          {Account::suspense, amount}};
}

Moves moves_of_unmatch(std::int64_t amount) {
  return {{Account::used, amount},
          {Account::available, -amount},
          {Account::receivable, amount},
          {Account::suspense, -amount}};
}

Moves moves_of_payout(std::int64_t amount) { return {{Account::payable, amount}, {Account::bank, -amount}}; }

Expected<std::int64_t> limit_change(std::int64_t limit, std::int64_t available, std::int64_t new_limit) {
  assert(limit >= 0 && available >= 0 && new_limit >= 0 && new_limit <= max_limit);
  const std::int64_t change = new_limit - limit;
  if (available + change < 0) {
    return problem(409, "limit-below-used", "More than this limit is in use; lower it after the customer has paid.");
  }
  return change;
}

std::optional<std::int64_t> parse_limit(std::string_view text, const Currency& currency) {
  const auto digits = static_cast<std::size_t>(currency.digits());
  const std::size_t dot = text.find('.');
  const std::string_view major = text.substr(0, dot);
  const std::string_view minor = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
  if (major.empty() || (dot != std::string_view::npos && (minor.size() != digits || digits == 0))) return std::nullopt;
  std::string both(major);
  both += minor;
  both.append(digits - minor.size(), '0');
  if (both.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(both.data(), both.data() + both.size(), value);
  if (error != std::errc() || end != both.data() + both.size() || value > max_limit) return std::nullopt;
  return value;
}

}  // namespace sealcart::credit
