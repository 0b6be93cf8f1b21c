#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>

#include "bank/pain001.h"
#include "core/day.h"
#include "credit/desk/bank_account.h"
#include "credit/desk/runs.h"
#include "credit/store/payouts.h"
#include "desk/store/audit.h"
#include "exchange/store/outbox.h"
#include "protocol/remittance_advice.h"
#include "protocol/settlement_result.h"
#include "protocol/verified.h"

namespace sealcart::credit {
namespace {

// How the result named the receipt to the mall: by its number or by the sealed text in its place.
std::string receipt_name(const std::string& result) {
  const auto read = protocol::reread_as<protocol::SettlementResult>(result, Time{});
  assert(read && read->receipt);
  return read->receipt->name;
}

protocol::RemittanceItem advised(const store::PayableItem& item) {
  using protocol::RemittanceKind;
  const std::string name = receipt_name(item.result);
  switch (item.kind) {
    case store::ItemKind::capture:
      return {name, RemittanceKind::capture, item.amount, item.fee};
    case store::ItemKind::refund:
      return {name, RemittanceKind::refund, -item.amount, item.fee};
    case store::ItemKind::chargeback:
      return {name, RemittanceKind::chargeback, -item.amount, item.fee};
  }
  assert(false);
  return {};
}

// One mall's part of a run.
struct Prepared {
  std::string mall, audience;
  store::MallAccount account;
};

class Run {
 public:
  Run(const PayoutMeans& means, const Terms& terms, const Asker& asker, const Currency& currency,
      const bank::Account& own)
      : means_(means), terms_(terms), asker_(asker), currency_(currency), own_(own) {}

  // Inside one transaction. nullopt when there was nothing to pay.
  std::optional<PayoutReport::Run> pay(sql::Connection& connection, const std::vector<Prepared>& malls) {
    store::lock_payouts(connection, currency_);
    PayoutReport::Run report{.currency = std::string(currency_.code())};
    std::vector<bank::Transfer> transfers;
    for (const Prepared& mall : malls) {
      const auto items = store::payable_items(connection, mall.mall, currency_.code(), terms_, asker_.now);
      std::vector<protocol::RemittanceItem> advice;
      store::NewPayout payout{.mall = mall.mall, .amount = {0, currency_}};
      for (const store::PayableItem& item : items) {
        advice.push_back(advised(item));
        payout.amount.minor += advice.back().amount - advice.back().fee;
        payout.items.push_back(item.id);
      }
      if (payout.amount.minor <= 0) continue;
      if (report.id == 0) {
        report.id = store::add_payout_run(connection, currency_, asker_.operator_name, asker_.now);
      }
      const PayoutNumber number = PayoutNumber::make(means_.random, asker_.now);
      payout.number = number.text();
      payout.run = report.id;
      store::add_payout(connection, payout, asker_.now);
      tell(connection, mall, number, std::move(advice));
      transfers.push_back(transfer(mall, payout));
      ++report.payouts;
      report.total += payout.amount.minor;
    }
    if (report.id == 0) return std::nullopt;
    store::finish_payout_run(connection, report.id, report.payouts, report.total, order(std::move(transfers)));
    desk::store::append_audit(
        connection, asker_.now, asker_.operator_name, "payout-run", "",
        fmt::format("run {}: {} transfers, {} {}", report.id, report.payouts, report.total, report.currency));
    return report;
  }

 private:
  void tell(sql::Connection& connection, const Prepared& mall, const PayoutNumber& number,
            std::vector<protocol::RemittanceItem> items) {
    auto parts = protocol::cut_into_parts(std::move(items));
    const protocol::Signer signer = means_.keys.signer(asker_.now);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const protocol::RemittanceAdvice advice{
          .envelope = {means_.config.origin, mall.audience, random_id(means_.random), asker_.now, std::nullopt},
          .payout = number,
          .part = static_cast<std::int64_t>(i) + 1,
          .parts = static_cast<std::int64_t>(parts.size()),
          .date = asker_.now,
          .currency = currency_,
          .numbers = protocol::NumberKind::receipt,
          .items = std::move(parts[i])};
      exchange::store::put(connection, mall.mall, encode(advice, signer), asker_.now);
    }
  }

  bank::Transfer transfer(const Prepared& mall, const store::NewPayout& payout) const {
    bank::Account account{.other = mall.account.other,
                          .agent_bic = mall.account.bic,
                          .clearing_system = mall.account.clearing_system,
                          .clearing_member = mall.account.clearing_member};
    if (!mall.account.iban.empty()) account.iban = mall.account.iban;
    return {.instruction_id = payout.number,
            .end_to_end_id = payout.number,
            .day = day_text(asker_.now),  // the bank reads it where the company is
            .amount = payout.amount,
            .name = mall.account.name,
            .account = std::move(account),
            .remittance = payout.number};
  }

  std::string order(std::vector<bank::Transfer> transfers) const {
    const bank::Initiation initiation{.message_id = dated_id(means_.random, asker_.now),
                                      .created = asker_.now,
                                      .debtor = means_.config.name,
                                      .account = own_,
                                      // One debit each, so that the bank's statement shows which was executed.
                                      .batch_booking = false,
                                      .service_level = means_.config.text("payout_service_level", ""),
                                      .transfers = std::move(transfers)};
    return bank::pain001(initiation, payment_version(means_.config));
  }

  const PayoutMeans& means_;
  const Terms& terms_;
  const Asker& asker_;
  const Currency currency_;
  const bank::Account& own_;
};

}  // namespace

PayoutReport run_payouts(const PayoutMeans& means, const Terms& terms, const Asker& asker) {
  sql::Database& database = means.database;
  const auto owed = database.read_now([&](sql::Connection& c) { return store::list_owed(c, terms, asker.now); });
  const auto accounts = database.read_now(store::list_mall_accounts);
  PayoutReport report;
  std::map<std::string, std::vector<Prepared>> by_currency;
  for (const store::Owed& each : owed) {
    if (each.items == 0) continue;
    const auto account = std::find_if(accounts.begin(), accounts.end(), [&](const store::MallAccount& a) {
      return a.mall == each.mall && a.currency == each.currency;
    });
    const auto mall = means.partners.by_id(each.mall);
    if (each.amount <= 0) {
      report.left.push_back({each.mall, each.currency, "owes-more"});
    } else if (account == accounts.end()) {
      report.left.push_back({each.mall, each.currency, "mall-account-missing"});
    } else if (!mall) {
      report.left.push_back({each.mall, each.currency, "partner-unknown"});
    } else {
      by_currency[each.currency].push_back({each.mall, mall->origin, *account});
    }
  }
  for (const auto& [code, malls] : by_currency) {
    const Currency currency = *Currency::parse(code);
    const auto own = own_account(means.config, currency);
    if (!own) {
      for (const Prepared& mall : malls) report.left.push_back({mall.mall, code, own.error().code});
      continue;
    }
    Run run(means, terms, asker, currency, *own);
    const auto paid = database.write_now([&](sql::Connection& c) { return run.pay(c, malls); });
    if (paid) report.runs.push_back(*paid);
  }
  return report;
}

}  // namespace sealcart::credit
