#include "cli/credit_export.h"

#include <fmt/format.h>

#include <ostream>

#include "bank/amount.h"
#include "core/rfc3339.h"
#include "credit/store/journal.h"

namespace sealcart::cli {
namespace {

namespace store = credit::store;

std::string amount_text(std::int64_t minor, const Currency& currency) {
  const std::string digits = bank::decimal(minor < 0 ? -minor : minor, currency.digits());
  return minor < 0 ? "-" + digits : digits;
}

// No customer's name and no card's number: the card by its id.
std::string account_text(const store::JournalEntry::Line& line) {
  using credit::Account;
  if (credit::is_memorandum(line.kind)) return fmt::format("memorandum:card-{}:{}", line.owner, name(line.kind));
  switch (line.kind) {
    case Account::receivable:
      return fmt::format("assets:receivable:card-{}", line.owner);
    case Account::payable:
      return "liabilities:malls:" + line.mall;
    case Account::bank:
      return "assets:bank";
    case Account::fees:
      return "income:fees";
    default:
      return "liabilities:suspense";
  }
}

}  // namespace

void export_hledger(sql::Connection& connection, std::ostream& out) {
  for (const Currency& currency : store::journal_currencies(connection)) {
    const std::string decimals =
        currency.digits() > 0 ? std::string(static_cast<std::size_t>(currency.digits()), '0') : "";
    out << fmt::format("commodity 1000.{} {}\n", decimals, currency.code());
  }
  store::read_journal(connection, [&](const store::JournalEntry& entry) {
    out << fmt::format("\n{} {}{}  ; entry:{}\n", rfc3339(entry.at).substr(0, 10), name(entry.kind),
                       entry.receipt.empty() ? "" : " " + entry.receipt, entry.id);
    for (const auto& line : entry.lines) {
      out << fmt::format("    {}  {} {}\n", account_text(line), amount_text(line.amount, entry.currency),
                         entry.currency.code());
    }
  });
}

void export_csv(sql::Connection& connection, std::ostream& out) {
  out << "entry,time,kind,mall,receipt,account,amount,currency\n";
  store::read_journal(connection, [&](const store::JournalEntry& entry) {
    for (const auto& line : entry.lines) {
      out << fmt::format("{},{},{},{},{},{},{},{}\n", entry.id, rfc3339(entry.at), name(entry.kind), entry.mall,
                         entry.receipt, account_text(line), amount_text(line.amount, entry.currency),
                         entry.currency.code());
    }
  });
}

}  // namespace sealcart::cli
