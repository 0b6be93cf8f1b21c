// sealcart shipping cod list|account|deposit|remit|check
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "bank/amount.h"
#include "cli/depot_store.h"
#include "cli/failure.h"
#include "cli/shipping_depot.h"
#include "core/rfc3339.h"
#include "desk/store/audit.h"
#include "shipping/desk/remitting.h"
#include "shipping/store/books.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = shipping::store;

struct Arguments {
  std::string config, amount, currency;
  store::MallAccount account;
  bool json = false;
};

json::object describe(const store::Payout& payout) {
  return {{"payout", payout.number},
          {"mall", payout.mall},
          {"currency", std::string(payout.amount.currency.code())},
          {"items", payout.items},
          {"amount", payout.amount.minor},
          {"fee", payout.fee}};
}

json::array describe(const std::vector<store::Payout>& payouts) {
  json::array list;
  for (const auto& payout : payouts) list.push_back(describe(payout));
  return list;
}

void list(const Arguments& a) {
  DepotStore depot(a.config);
  struct Known {
    std::vector<store::Balance> balances;
    std::vector<store::UnpaidSum> unpaid;
    std::vector<std::pair<store::Run, std::vector<store::Payout>>> runs;
  };
  const Known known = depot.database->read_now([](sql::Connection& c) {
    Known found{store::balances(c), store::unpaid_sums(c), {}};
    for (store::Run& run : store::list_runs(c, 0, 100)) found.runs.emplace_back(run, store::payouts_of(c, run.id));
    return found;
  });
  std::int64_t unpaid = 0;
  for (const auto& sum : known.unpaid) unpaid += sum.parcels;
  json::array balances, runs;
  for (const auto& balance : known.balances) {
    balances.push_back(json::object{{"account", std::string(store::name(balance.account))},
                                    {"mall", balance.mall},
                                    {"currency", std::string(balance.amount.currency.code())},
                                    {"balance", balance.amount.minor}});
  }
  for (const auto& [run, payouts] : known.runs) {
    runs.push_back(json::object{
        {"id", run.id}, {"message", run.message}, {"at", rfc3339(run.at)}, {"payouts", describe(payouts)}});
  }
  if (a.json) {
    std::cout << serialize(json::object{{"balances", balances}, {"unpaid", unpaid}, {"runs", runs}}) << "\n";
    return;
  }
  for (const auto& balance : known.balances) {
    fmt::print("{:<8} {:<16} {} {}\n", store::name(balance.account), balance.mall.empty() ? "-" : balance.mall,
               balance.amount.minor, balance.amount.currency.code());
  }
  fmt::print("{} parcels wait to be paid to their malls\n", unpaid);
}

void account(const Arguments& a) {
  DepotStore depot(a.config);
  const auto read = shipping::read_mall_account(depot.counter, a.account);
  if (!read) throw Failure(read.error().detail + " (" + read.error().code + ")");
  const shipping::Who who = depot.who();
  depot.database->write_now([&](sql::Connection& c) {
    store::save_mall_account(c, *read);
    desk::store::append_audit(c, who.now, who.name, "mall-account", "", read->mall);
  });
}

void deposit(const Arguments& a) {
  DepotStore depot(a.config);
  const auto currency = Currency::parse(a.currency);
  if (!currency) throw Failure("There is no currency '" + a.currency + "'.");
  const auto minor = bank::read_amount(a.amount, *currency);
  if (!minor || *minor == 0) throw Failure("An amount is written in digits, such as 3015 or 30.15.");
  const shipping::Who who = depot.who();
  const bool held = depot.database->write_now([&](sql::Connection& c) {
    store::lock_depot(c);
    if (!store::deposit(c, {*minor, *currency}, who.now)) return false;
    desk::store::append_audit(c, who.now, who.name, "cash-deposit", "", format({*minor, *currency}));
    return true;
  });
  if (!held) throw Failure("The safe holds less than that.");
}

void remit(const Arguments& a) {
  DepotStore depot(a.config);
  const auto payer = shipping::payer_of(depot.config);
  if (!payer) throw Failure(payer.error().detail);
  const auto remitted = depot.database->write_now(
      [&](sql::Connection& c) { return shipping::remit(c, depot.counter, *payer, depot.who()); });
  for (const std::string& mall : remitted.left_out) {
    std::cerr << "The account of " << mall << " is not known: `cod account` sets it.\n";
  }
  if (a.json) {
    std::cout << serialize(json::object{
                     {"run", remitted.run}, {"message", remitted.message}, {"payouts", describe(remitted.payouts)}})
              << "\n";
    return;
  }
  if (remitted.run == 0) std::cout << "Nothing waits to be paid.\n";
  for (const auto& payout : remitted.payouts) {
    fmt::print("{}  {}  {} parcels  {}\n", payout.number, payout.mall, payout.items,
               format({payout.amount.minor - payout.fee, payout.amount.currency}));
  }
}

void check(const Arguments& a) {
  DepotStore depot(a.config);
  const auto found = depot.database->read_now([](sql::Connection& c) { return store::check_books(c); });
  if (a.json) {
    json::array breaches;
    for (const auto& line : found.breaches) breaches.push_back(json::string(line));
    std::cout << serialize(json::object{
                     {"entries", found.entries}, {"postings", found.postings}, {"breaches", std::move(breaches)}})
              << "\n";
  } else {
    for (const auto& line : found.breaches) std::cout << line << "\n";
    std::cout << found.entries << " entries, " << found.postings << " postings\n";
  }
  if (!found.breaches.empty()) throw Failure("The books do not hold.");
}

CLI::App* verb(CLI::App& group, const std::shared_ptr<Arguments>& a, const char* name, const char* what,
               void (*run)(const Arguments&)) {
  CLI::App* made = group.add_subcommand(name, what);
  made->add_option("--config", a->config, "The shipping company's configuration file")
      ->required()
      ->check(CLI::ExistingFile);
  made->add_flag("--json", a->json, "As JSON");
  made->callback([a, run] { run(*a); });
  return made;
}

}  // namespace

void add_shipping_cod_verbs(CLI::App& shipping) {
  CLI::App* group = shipping.add_subcommand("cod", "Cash on delivery: its books, and paying the malls");
  group->require_subcommand(1);
  const auto a = std::make_shared<Arguments>();
  verb(*group, a, "list", "Balances, what waits to be paid, and the newest remittances", list);
  CLI::App* to = verb(*group, a, "account", "Set where a mall wants its money", account);
  to->add_option("MALL", a->account.mall, "Its id in the partner registry")->required();
  to->add_option("--holder", a->account.name, "Who holds the account")->required();
  to->add_option("--iban", a->account.iban);
  to->add_option("--number", a->account.other, "The account's number, where there is no IBAN");
  to->add_option("--bic", a->account.bic);
  to->add_option("--clearing-system", a->account.clearing_system, "Such as JPZGN");
  to->add_option("--clearing-member", a->account.clearing_member, "Bank and branch in it");
  CLI::App* paid_in = verb(*group, a, "deposit", "Cash went from the safe to the bank", deposit);
  paid_in->add_option("AMOUNT", a->amount, "3015 or 30.15")->required();
  paid_in->add_option("CURRENCY", a->currency, "Such as JPY")->required();
  verb(*group, a, "remit", "Pay the malls what was collected for them: a payment order and its advices", remit);
  verb(*group, a, "check", "Add the books up; fails when they do not hold", check);
}

}  // namespace sealcart::cli
