#include <fmt/format.h>

#include <algorithm>

#include "bank/camt053.h"
#include "credit/desk/bank_account.h"
#include "credit/desk/runs.h"
#include "desk/store/audit.h"

namespace sealcart::credit {
namespace {

constexpr std::size_t items_at_once = 200;

store::BankItem item_of(const bank::StatementItem& item, const Currency& currency) {
  return {.identity = item.identity,
          .amount = {item.minor, currency},
          .day = item.booked,
          .payer = item.debtor,
          .account = number(item.debtor_account),
          .reference = item.reference,
          .remittance = item.remittance,
          .end_to_end_id = item.end_to_end_id};
}

// The items of our own accounts.
Expected<std::vector<store::BankItem>> own_items(const exchange::Config& config,
                                                 const std::vector<bank::Statement>& statements, ImportReport& report) {
  std::vector<store::BankItem> items;
  for (const bank::Statement& statement : statements) {
    const auto own = own_account(config, statement.currency);
    if (!own) return tl::unexpected(own.error());
    if (number(*own) != number(statement.account)) {
      ++report.foreign;
      continue;
    }
    ++report.statements;
    for (const bank::StatementItem& item : statement.items) {
      if (item.minor != 0) items.push_back(item_of(item, statement.currency));
    }
  }
  if (report.statements == 0) {
    return problem(422, "statement-foreign-account",
                   "The file holds no statement of an account of ours. Nothing was booked.");
  }
  return items;
}

}  // namespace

Expected<ImportReport> import_statement(sql::Database& database, const exchange::Config& config, std::string_view bytes,
                                        const std::string& name, const Asker& asker) {
  const auto statements = bank::camt053(bytes);
  if (!statements) return tl::unexpected(statements.error());
  ImportReport report;
  const auto items = own_items(config, *statements, report);
  if (!items) return tl::unexpected(items.error());
  report.items = static_cast<std::int64_t>(items->size());
  const std::int64_t file = database.write_now(
      [&](sql::Connection& c) { return store::add_bank_file(c, name, asker.operator_name, report.items, asker.now); });
  for (std::size_t from = 0; from < items->size(); from += items_at_once) {
    const std::span<const store::BankItem> some(items->data() + from, std::min(items_at_once, items->size() - from));
    const store::Booked booked =
        database.write_now([&](sql::Connection& c) { return store::book_items(c, some, file, asker.now); });
    report.booked.fresh += booked.fresh;
    report.booked.matched += booked.matched;
    report.booked.payouts += booked.payouts;
    report.booked.waiting += booked.waiting;
  }
  database.write_now([&](sql::Connection& c) {
    store::set_fresh(c, file, report.booked.fresh);
    desk::store::append_audit(c, asker.now, asker.operator_name, "payment-import", "",
                              fmt::format("{} items, {} new", report.items, report.booked.fresh));
  });
  return report;
}

}  // namespace sealcart::credit
