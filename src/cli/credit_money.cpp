// sealcart credit bill | payment | payout | chargeback | expire | ledger export: the money after the settlement.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "cli/clock.h"
#include "cli/credit_export.h"
#include "cli/credit_place.h"
#include "cli/failure.h"
#include "cli/verbs.h"
#include "core/day.h"
#include "core/id.h"
#include "core/rfc3339.h"
#include "credit/desk/bank_account.h"
#include "credit/desk/runs.h"
#include "credit/store/captures.h"
#include "credit/store/ledger.h"
#include "credit/store/payouts.h"
#include "credit/store/settle.h"
#include "credit/store/statements.h"
#include "desk/store/audit.h"
#include "exchange/keys.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = credit::store;

struct Arguments {
  std::string config, until, file, customer, format = "hledger", receipt, amount, mall, currency, why;
  store::MallAccount account;
  std::int64_t id = 0, most = 100;
  bool json = false, waiting = false;
};

credit::Asker asker() { return {command_line, SystemClock().now()}; }

void print(const json::value& value) { std::cout << serialize(value) << std::endl; }

void bill_run(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const auto until = value_or_fail(credit::bill_until(a.until));  // a day of the company's zone
  const auto report =
      value_or_fail(credit::run_billing(*place.database, credit::read_terms(place.config), until, asker()));
  if (a.json) return print({{"statements", report.statements}, {"reminders", report.reminders}});
  fmt::print("{} statements and {} reminders are in the mail queue; the desk sends them\n", report.statements,
             report.reminders);
}

void bill_list(const Arguments& a) {
  const Time now = SystemClock().now();
  const auto rows = open_credit(a.config).database->read_now(
      [&](sql::Connection& c) { return store::list_statements(c, {.customer = a.customer, .most = a.most}, now); });
  json::array list;
  for (const store::StatementRow& row : rows) {
    if (a.json) {
      list.push_back({{"id", row.id},
                      {"customer", row.customer},
                      {"currency", row.currency.code()},
                      {"until", rfc3339(row.until)},
                      {"due", rfc3339(row.due)},
                      {"opening", row.opening},
                      {"closing", row.closing},
                      {"open", row.open},
                      {"reference", row.reference},
                      {"level", row.level}});
    } else {
      fmt::print("{:>6}  {}  until {}  {}  open {}  {}  level {}\n", row.id, row.customer, day_text(row.until),
                 format({row.closing, row.currency}), format({row.open, row.currency}), row.reference, row.level);
    }
  }
  if (a.json) print(list);
}

void payment_import(const Arguments& a) {
  std::ifstream in(a.file, std::ios::binary);
  if (!in) throw Failure("cannot read " + a.file);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const CreditPlace place = open_credit(a.config);
  const std::string name = a.file.substr(a.file.rfind('/') + 1);
  const auto report = value_or_fail(credit::import_statement(*place.database, place.config, bytes, name, asker()));
  const store::Booked& booked = report.booked;
  if (a.json) {
    return print({{"statements", report.statements},
                  {"foreign", report.foreign},
                  {"items", report.items},
                  {"new", booked.fresh},
                  {"matched", booked.matched},
                  {"payouts", booked.payouts},
                  {"waiting", booked.waiting}});
  }
  fmt::print("{} items, {} new: {} matched, {} payouts, {} wait for a person\n", report.items, booked.fresh,
             booked.matched, booked.payouts, booked.waiting);
  if (report.foreign > 0) fmt::print("{} statements of other accounts were left out\n", report.foreign);
}

void payment_list(const Arguments& a) {
  const auto rows = open_credit(a.config).database->read_now([&](sql::Connection& c) {
    return store::list_bank_items(c, a.waiting ? std::optional(store::BankItemState::waiting) : std::nullopt, 0,
                                  a.most);
  });
  json::array list;
  constexpr const char* states[] = {"waiting", "matched", "payout"};
  for (const store::BankItemRow& row : rows) {
    const char* state = states[static_cast<std::size_t>(row.state)];
    if (a.json) {
      list.push_back({{"id", row.id},
                      {"day", row.day},
                      {"amount", row.amount.minor},
                      {"currency", row.amount.currency.code()},
                      {"payer", row.payer},
                      {"reference", row.reference},
                      {"text", row.remittance},
                      {"state", state},
                      {"customer", row.customer}});
    } else {
      fmt::print("{:>6}  {}  {}  {}  {}  {}\n", row.id, row.day, format(row.amount), row.payer, state, row.customer);
    }
  }
  if (a.json) print(list);
}

void payment_match(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const credit::Asker who = asker();
  value_or_fail(place.database->write_now([&](sql::Connection& c) {
    auto done = store::match(c, a.id, a.customer, who.now);
    if (done) {
      desk::store::append_audit(c, who.now, who.operator_name, "payment-match", "", fmt::format("payment {}", a.id));
    }
    return done;
  }));
  fmt::print("Payment {} is booked to customer {}\n", a.id, a.customer);
}

void payment_unmatch(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const credit::Asker who = asker();
  const bool changed = value_or_fail(place.database->write_now([&](sql::Connection& c) {
    auto done = store::unmatch(c, a.id, a.customer, who.now);
    if (done && *done) {
      desk::store::append_audit(c, who.now, who.operator_name, "payment-unmatch", "",
                                fmt::format("payment {}, customer {}: {}", a.id, a.customer, a.why));
    }
    return done;
  }));
  fmt::print("Payment {} {}\n", a.id, changed ? "waits for a person again" : "was waiting already");
}

void payout_run(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const SystemClock clock;
  exchange::Partners partners(*place.database, clock);
  partners.read();
  const exchange::KeyRing keys(place.config.keys);
  const auto report = credit::run_payouts({*place.database, place.config, keys, partners, seal::system_random()},
                                          credit::read_terms(place.config), asker());
  json::array runs, left;
  for (const auto& run : report.runs) {
    runs.push_back({{"id", run.id}, {"currency", run.currency}, {"payouts", run.payouts}, {"total", run.total}});
    if (!a.json)
      fmt::print("Run {}: {} transfers, {} minor units of {}\n", run.id, run.payouts, run.total, run.currency);
  }
  for (const auto& each : report.left) {
    left.push_back({{"mall", each.mall}, {"currency", each.currency}, {"code", each.code}});
    if (!a.json) fmt::print("{} in {} is not paid: {}\n", each.mall, each.currency, each.code);
  }
  if (a.json) return print({{"runs", std::move(runs)}, {"left", std::move(left)}});
  if (report.runs.empty()) fmt::print("There is nothing to pay\n");
}

void payout_list(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  json::array list;
  place.database->read_now([&](sql::Connection& c) {
    for (const store::PayoutRun& run : store::list_payout_runs(c, 0, a.most)) {
      for (const store::PayoutRow& row : store::payouts_of(c, run.id)) {
        if (a.json) {
          list.push_back({{"run", run.id},
                          {"number", row.number},
                          {"mall", row.mall},
                          {"amount", row.amount.minor},
                          {"currency", row.amount.currency.code()},
                          {"items", row.items},
                          {"executed", row.executed}});
        } else {
          fmt::print("{:>6}  {}  {}  {}  {} items  {}\n", run.id, row.number, row.mall, format(row.amount), row.items,
                     row.executed.empty() ? "not executed yet" : "executed " + row.executed);
        }
      }
    }
  });
  if (a.json) print(list);
}

void payout_file(const Arguments& a) {
  const auto file =
      open_credit(a.config).database->read_now([&](sql::Connection& c) { return store::payout_file(c, a.id); });
  if (!file) throw Failure(fmt::format("There is no run {}: see `payout list`.", a.id));
  std::cout << *file << std::flush;
}

void payout_account(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  bank::Account typed{.other = a.account.other,
                      .agent_bic = a.account.bic,
                      .clearing_system = a.account.clearing_system,
                      .clearing_member = a.account.clearing_member};
  if (!a.account.iban.empty()) typed.iban = a.account.iban;
  const bank::Account read = value_or_fail(bank::read_account(typed));
  if (!Currency::parse(a.account.currency)) throw Failure("--currency is none that we know, such as JPY");
  const SystemClock clock;
  exchange::Partners partners(*place.database, clock);
  partners.read();
  const auto mall = partners.by_id(a.account.mall);
  if (!mall || mall->role != "mall") throw Failure("There is no mall '" + a.account.mall + "': see `partner list`.");
  const store::MallAccount account{a.account.mall, a.account.currency, a.account.name,       read.iban.value_or(""),
                                   read.other,     read.agent_bic,     read.clearing_system, read.clearing_member};
  const credit::Asker who = asker();
  place.database->write_now([&](sql::Connection& c) {
    store::set_mall_account(c, account, who.now);
    desk::store::append_audit(c, who.now, who.operator_name, "mall-account", "", account.mall + " " + account.currency);
  });
  fmt::print("{} is paid in {} to {}\n", account.mall, account.currency, bank::number(read));
}

void expire(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const std::int64_t released =
      credit::run_expiry(*place.database, credit::read_terms(place.config), SystemClock().now());
  if (a.json) return print({{"released", released}});
  fmt::print("{} authorisations were released\n", released);
}

void chargeback(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const credit::Terms terms = credit::read_terms(place.config);
  const credit::Asker who = asker();
  const std::string number = random_id(seal::system_random());
  value_or_fail(place.database->write_now([&](sql::Connection& c) -> Expected<void> {
    const auto held = store::lock_held(c, store::receipt_key(a.receipt));
    if (!held) return tl::unexpected(held.error());
    const auto amount = credit::parse_limit(a.amount, held->known.amount.currency);
    if (!amount || *amount == 0) return problem(422, "amount-malformed", "This is no amount of the currency.");
    auto done = store::charge_back(c, held->settlement, number, *amount, terms.fees, who.now);
    if (done) desk::store::append_audit(c, who.now, who.operator_name, "chargeback", a.receipt, a.amount);
    return done;
  }));
  fmt::print("Charged back\n");
}

void ledger_export(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  std::ios_base::sync_with_stdio(false);
  std::cout.exceptions(std::ios_base::badbit | std::ios_base::failbit);
  place.database->read_now([&](sql::Connection& c) {
    if (a.format == "csv") {
      export_csv(c, std::cout);
    } else {
      export_hledger(c, std::cout);
    }
  });
  std::cout.flush();
}

using Run = void (*)(const Arguments&);

CLI::App* add(CLI::App& group, const char* name, const char* about, const std::shared_ptr<Arguments>& a, Run run,
              bool with_json = true) {
  CLI::App* verb = group.add_subcommand(name, about);
  verb->add_option("--config", a->config, "The credit company's configuration file")
      ->required()
      ->check(CLI::ExistingFile);
  if (with_json) verb->add_flag("--json", a->json, "Print JSON");
  verb->callback([a, run] { run(*a); });
  return verb;
}

CLI::App* group_of(CLI::App& credit, const char* name, const char* about) {
  CLI::App* group = credit.add_subcommand(name, about);
  group->require_subcommand(1);
  return group;
}

void add_payouts(CLI::App& credit, const std::shared_ptr<Arguments>& a) {
  CLI::App* payout = group_of(credit, "payout", "What malls are paid");
  add(*payout, "run", "Pay what may be paid now: payment orders, and advice to the malls", a, payout_run);
  add(*payout, "list", "List the newest payouts", a, payout_list)->add_option("--most", a->most, "How many runs");
  add(*payout, "file", "Print the payment order of a run (pain.001)", a, payout_file, false)
      ->add_option("RUN", a->id)
      ->required();
  CLI::App* account = add(*payout, "account", "Set where a mall is paid", a, payout_account, false);
  account->add_option("MALL", a->account.mall, "Its id in the partner registry")->required();
  account->add_option("--currency", a->account.currency, "Such as JPY")->required();
  account->add_option("--name", a->account.name, "The account's holder")->required();
  account->add_option("--iban", a->account.iban, "IBAN");
  account->add_option("--number", a->account.other, "The account's number, where there is no IBAN");
  account->add_option("--bic", a->account.bic, "The bank's BIC");
  account->add_option("--clearing-system", a->account.clearing_system, "Such as JPZGN");
  account->add_option("--clearing-member", a->account.clearing_member, "The bank's number in it");
}

}  // namespace

void add_credit_money_verbs(CLI::App& credit) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* bill = group_of(credit, "bill", "Statements for the customers");
  add(*bill, "run", "Make the statements of all before a day, and the reminders that are due", a, bill_run)
      ->add_option("--until", a->until, "The first day that does not belong to it, 2026-12-01")
      ->required();
  CLI::App* list = add(*bill, "list", "List the newest statements", a, bill_list);
  list->add_option("--customer", a->customer, "Only this customer's");
  list->add_option("--most", a->most, "How many");

  CLI::App* payment = group_of(credit, "payment", "What customers have paid");
  add(*payment, "import", "Take in a statement of the bank (camt.053)", a, payment_import)
      ->add_option("FILE", a->file)
      ->required();
  list = add(*payment, "list", "List the newest payments", a, payment_list);
  list->add_flag("--waiting", a->waiting, "Only those that wait for a person");
  list->add_option("--most", a->most, "How many");
  CLI::App* match = add(*payment, "match", "Book a waiting payment to a customer", a, payment_match, false);
  match->add_option("ID", a->id)->required();
  match->add_option("--customer", a->customer, "The customer's id")->required();
  CLI::App* unmatch =
      add(*payment, "unmatch", "Take back what was booked to the wrong customer", a, payment_unmatch, false);
  unmatch->add_option("ID", a->id)->required();
  unmatch->add_option("--customer", a->customer, "The id of the customer to whom it is booked")->required();
  unmatch->add_option("--why", a->why, "The reason, for the audit log")->required();

  add_payouts(credit, a);
  add(credit, "expire", "Release authorisations whose time is over", a, expire);
  CLI::App* back = add(credit, "chargeback", "Give a customer back what a mall has claimed", a, chargeback, false);
  back->add_option("RECEIPT", a->receipt, "The receipt's number")->required();
  back->add_option("AMOUNT", a->amount, "Such as 1000 or 10.00")->required();

  CLI::App* out =
      add(*credit.get_subcommand("ledger"), "export", "Write the whole ledger out", a, ledger_export, false);
  out->add_option("--format", a->format, "hledger or csv")
      ->capture_default_str()
      ->check(CLI::IsMember({"hledger", "csv"}));
}

}  // namespace sealcart::cli
