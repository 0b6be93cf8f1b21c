// sealcart credit customer import | add | list | limit | lock | unlock, credit ledger check, credit settlements list
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "cli/clock.h"
#include "cli/credit_place.h"
#include "cli/failure.h"
#include "cli/passphrase.h"
#include "cli/verbs.h"
#include "core/rfc3339.h"
#include "credit/store/customer_import.h"
#include "credit/store/ledger.h"
#include "credit/store/settlements.h"
#include "exchange/keys.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = credit::store;

constexpr std::size_t most_faults_shown = 50;

// Everything that a verb of this kind can be told. One object a verb, kept alive by its callback.
struct Arguments {
  std::string config;
  std::string file;
  store::Fields fields;  // of a customer to add
  PassphraseSource password;
  std::string customer, email, last4, amount;
  std::int64_t most = 100;
  bool json = false;
};

[[noreturn]] void fail(const store::RowFaults& faults) {
  std::string text = "nothing was registered:";
  for (std::size_t i = 0; i < faults.size() && i < most_faults_shown; ++i) text += "\n  " + describe(faults[i]);
  if (faults.size() > most_faults_shown) text += fmt::format("\n  and {} more", faults.size() - most_faults_shown);
  throw Failure(text);
}

void import_rows(const CreditPlace& place, const std::vector<store::CustomerRow>& rows, bool as_json) {
  const exchange::KeyRing keys(place.config.keys);
  const store::Secrets secrets(keys.secret());
  const auto prepared = store::prepare(rows, secrets, seal::system_random());
  const Time now = SystemClock().now();
  const auto faults = place.database->write_now(
      [&](sql::Connection& connection) { return store::import_customers(connection, prepared, now); });
  if (!faults.empty()) fail(faults);
  if (as_json) {
    json::array ids;
    for (const auto& one : prepared) ids.emplace_back(one.customer.id);
    std::cout << json::serialize(json::object{{"customers", std::move(ids)}, {"cards", rows.size()}}) << "\n";
  } else {
    fmt::print("Registered {} customers with {} cards\n", prepared.size(), rows.size());
  }
}

void import_customers(const Arguments& a) {
  std::ifstream in(a.file, std::ios::binary);
  if (!in) throw Failure("cannot read " + a.file);
  const std::string csv{std::istreambuf_iterator<char>(in), {}};
  const auto rows = store::parse_customers(csv);
  if (!rows) fail(rows.error());
  import_rows(open_credit(a.config), *rows, a.json);
}

void add_customer(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  store::Fields fields = a.fields;
  fields["password"] = std::string(read_passphrase(a.password, "The customer's password", Ask::twice).text());
  const auto row = store::read_customer(fields, 0);
  if (!row) fail(row.error());
  import_rows(place, {*row}, a.json);
}

json::object describe(const store::CardListed& card) {
  return {{"customer", card.customer},   {"name", card.name},
          {"email", card.email},         {"card_last4", card.last4},
          {"currency", card.currency},   {"limit", card.limit},
          {"available", card.available}, {"authorised", card.authorised},
          {"locked", card.locked},       {"blocked", card.blocked}};
}

void list_customers(const Arguments& a) {
  const auto cards = open_credit(a.config).database->read_now(store::list_cards);
  if (a.json) {
    json::array list;
    for (const auto& card : cards) list.push_back(describe(card));
    std::cout << json::serialize(list) << "\n";
    return;
  }
  for (const auto& card : cards) {
    const Currency currency = *Currency::parse(card.currency);
    fmt::print("{}  {}  ...{}  limit {}  available {}  {}\n", card.customer, card.name, card.last4,
               format({card.limit, currency}), format({card.available, currency}),
               card.locked ? "locked" : (card.blocked ? "blocked" : "active"));
  }
}

// The cards that --customer, --email and --card-last4 name together.
std::vector<store::CardListed> matching(const Arguments& a, const CreditPlace& place) {
  if (a.customer.empty() && a.email.empty() && a.last4.empty()) {
    throw Failure("say whose card: --customer ID, --email ADDRESS or --card-last4 DIGITS");
  }
  auto cards = place.database->read_now(store::list_cards);
  std::erase_if(cards, [&](const store::CardListed& card) {
    return (!a.customer.empty() && card.customer != a.customer) || (!a.email.empty() && card.email != a.email) ||
           (!a.last4.empty() && card.last4 != a.last4);
  });
  if (cards.empty()) throw Failure("there is no such card; see sealcart credit customer list");
  return cards;
}

void set_limit(const Arguments& a) {
  const CreditPlace place = open_credit(a.config);
  const auto cards = matching(a, place);
  if (cards.size() > 1) throw Failure("this names several cards; say --customer or --email, and --card-last4");
  const Currency currency = *Currency::parse(cards[0].currency);
  const auto limit = credit::parse_limit(a.amount, currency);
  if (!limit) throw Failure("the limit is not an amount of " + cards[0].currency + ", such as 1000");
  const Time now = SystemClock().now();
  const auto set = place.database->write_now(
      [&](sql::Connection& connection) { return store::set_limit(connection, cards[0].card, *limit, now); });
  if (!set) throw Failure(set.error().detail);
  fmt::print("The limit of ...{} is now {}\n", cards[0].last4, format({*limit, currency}));
}

void set_locked(const Arguments& a, bool locked) {
  const CreditPlace place = open_credit(a.config);
  const auto cards = matching(a, place);
  const std::string customer = cards[0].customer;
  for (const auto& card : cards) {
    if (card.customer != customer) throw Failure("this names several customers; say --customer or --email");
  }
  place.database->write_now([&](sql::Connection& connection) { store::set_locked(connection, customer, locked); });
  fmt::print("Customer {} is {}\n", customer, locked ? "locked" : "unlocked");
}

void check_ledger(const Arguments& a) {
  const store::Audit audit = open_credit(a.config).database->read_now(store::audit);
  if (a.json) {
    json::object totals;
    for (const auto& total : audit.totals) {
      totals[total.currency] = {{"settled", total.settled},
                                {"authorised", total.authorised},
                                {"receivable", total.receivable},
                                {"payable", total.payable},
                                {"bank", total.bank},
                                {"fees", total.fees},
                                {"suspense", total.suspense}};
    }
    std::cout << json::serialize(json::object{{"entries", audit.entries},
                                              {"postings", audit.postings},
                                              {"settlements", audit.settlements},
                                              {"totals", std::move(totals)},
                                              {"breaches", json::value_from(audit.breaches)}})
              << "\n";
  } else {
    fmt::print("{} entries, {} postings, {} settlements\n", audit.entries, audit.postings, audit.settlements);
    for (const auto& total : audit.totals) {
      fmt::print("{}: settled {}, authorised {}, receivable {}, payable {}, bank {}, fees {}, suspense {}\n",
                 total.currency, total.settled, total.authorised, total.receivable, total.payable, total.bank,
                 total.fees, total.suspense);
    }
    for (const std::string& breach : audit.breaches) fmt::print("BREACH: {}\n", breach);
    if (audit.breaches.empty()) fmt::print("The books balance\n");
  }
  std::cout.flush();
  if (!audit.breaches.empty()) throw Failure(fmt::format("the books have {} breaches", audit.breaches.size()));
}

void list_settlements(const Arguments& a) {
  const auto settlements = open_credit(a.config).database->read_now(
      [&](sql::Connection& connection) { return store::list_settlements(connection, a.most); });
  json::array list;
  for (const auto& one : settlements) {
    const std::string at = rfc3339({one.at});
    if (a.json) {
      list.push_back({{"id", one.id},
                      {"at", at},
                      {"mall", one.mall},
                      {"purchase", one.purchase},
                      {"outcome", one.outcome},
                      {"receipt", one.receipt},
                      {"amount", one.amount.minor},
                      {"currency", one.amount.currency.code()},
                      {"card_last4", one.card_last4}});
    } else {
      fmt::print("{}  {}  {}  {}  {}  {}  {}\n", at, one.mall, one.purchase, one.outcome,
                 one.receipt.empty() ? "-" : one.receipt, format(one.amount),
                 one.card_last4.empty() ? "-" : "..." + one.card_last4);
    }
  }
  if (a.json) std::cout << json::serialize(list) << "\n";
}

using Run = void (*)(const Arguments&);

CLI::App* add_verb(CLI::App& group, const std::string& name, const std::string& about,
                   const std::shared_ptr<Arguments>& a, Run run) {
  CLI::App* verb = group.add_subcommand(name, about);
  verb->add_option("--config", a->config, "The credit company's configuration file")->required();
  verb->callback([a, run] { run(*a); });
  return verb;
}

void add_selection(CLI::App& verb, Arguments& a) {
  verb.add_option("--customer", a.customer, "The customer's id");
  verb.add_option("--email", a.email, "The customer's e-mail address");
  verb.add_option("--card-last4", a.last4, "The card's last four digits");
}

void add_customer_verb(CLI::App& group) {
  auto a = std::make_shared<Arguments>();
  CLI::App* verb = add_verb(group, "add", "Register a customer with a card; asks for the password", a, add_customer);
  const auto field = [&](const std::string& name, const std::string& about, bool required = true) {
    std::string option = "--" + name;
    std::replace(option.begin(), option.end(), '_', '-');
    verb->add_option(option, a->fields[name], about)->required(required);
  };
  field("name", "Name");
  field("name_kana", "Name in kana", false);
  field("address", "Address");
  field("phone", "Phone number");
  field("email", "E-mail address");
  field("employer", "Employer", false);
  field("card", "Card number");
  field("currency", "Currency of the card (ISO 4217)");
  field("limit", "Limit of the card, such as 100000 or 1000.00");
  field("check_words", "Check words, separated by spaces", false);
  verb->add_option("--password-fd", a->password.descriptor, "Read the password from this file descriptor");
  verb->add_option("--password-file", a->password.file, "Read the password from this file");
  verb->add_flag("--json", a->json, "Say what was done as JSON");
}

void add_customer_verbs(CLI::App& group) {
  auto to_import = std::make_shared<Arguments>();
  CLI::App* verb = add_verb(group, "import", "Register the customers of a CSV file: all, or on any fault none",
                            to_import, import_customers);
  verb->add_option("CSVFILE", to_import->file,
                   "Columns: name, name_kana (optional), address, phone, email, employer, password, card, currency, "
                   "limit, check_words (optional)")
      ->required();
  verb->add_flag("--json", to_import->json, "Say what was done as JSON");

  add_customer_verb(group);

  auto to_list = std::make_shared<Arguments>();
  verb = add_verb(group, "list", "List customers and their cards", to_list, list_customers);
  verb->add_flag("--json", to_list->json, "As JSON");

  auto to_limit = std::make_shared<Arguments>();
  verb = add_verb(group, "limit", "Set a card's limit", to_limit, set_limit);
  add_selection(*verb, *to_limit);
  verb->add_option("AMOUNT", to_limit->amount, "Such as 100000 or 1000.00")->required();

  auto to_lock = std::make_shared<Arguments>();
  add_selection(
      *add_verb(group, "lock", "Lock a customer out", to_lock, [](const Arguments& a) { set_locked(a, true); }),
      *to_lock);
  auto to_unlock = std::make_shared<Arguments>();
  add_selection(*add_verb(group, "unlock", "Let a customer in again", to_unlock,
                          [](const Arguments& a) { set_locked(a, false); }),
                *to_unlock);
}

}  // namespace

void add_credit_verbs(CLI::App& app) {
  CLI::App* group = app.add_subcommand("credit", "The credit company: pays, and never learns for what");
  group->require_subcommand(1);
  CLI::App* customer = group->add_subcommand("customer", "The customers and their cards");
  customer->require_subcommand(1);
  add_customer_verbs(*customer);

  CLI::App* ledger = group->add_subcommand("ledger", "The books");
  ledger->require_subcommand(1);
  auto to_check = std::make_shared<Arguments>();
  add_verb(*ledger, "check", "Check that the books balance", to_check, check_ledger)
      ->add_flag("--json", to_check->json, "As JSON");

  CLI::App* settlements = group->add_subcommand("settlements", "The settlements");
  settlements->require_subcommand(1);
  auto to_list = std::make_shared<Arguments>();
  CLI::App* list = add_verb(*settlements, "list", "List the newest settlements", to_list, list_settlements);
  list->add_option("--most", to_list->most, "How many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  list->add_flag("--json", to_list->json, "As JSON");
}

}  // namespace sealcart::cli
