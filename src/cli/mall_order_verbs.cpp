// sealcart mall order list | show | refund | void, sealcart mall remittance list: what the desk's pages of purchases
// and remittances do.
#include "cli/mall_order_verbs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "cli/clock.h"
#include "cli/failure.h"
#include "core/amount.h"
#include "core/day.h"
#include "core/rfc3339.h"
#include "exchange/config.h"
#include "exchange/keys.h"
#include "exchange/store/partners.h"
#include "mall/desk/money_back.h"
#include "mall/store/purchase_list.h"
#include "mall/store/purchases.h"
#include "mall/store/reckonings.h"
#include "mall/store/refunds.h"
#include "mall/store/remittances.h"
#include "seal/sign.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = mall::store;

struct Arguments {
  std::string config;
  std::string state, company, from, to, number;
  std::string amount;
  std::vector<std::string> numbers;
  std::int64_t most = 100;
  bool json = false;
};

struct Books {
  exchange::Config config;
  std::unique_ptr<sql::Database> database;
};

Books open_books(const std::string& file) {
  Books books{exchange::Config::load(file), nullptr};
  if (books.config.role != "mall") throw Failure(file + " is the configuration of a " + books.config.role + ".");
  books.database = sql::Database::open({.url = books.config.store_url, .connections = 1});
  for (const char* folder : {"exchange", "desk", "mall"}) books.database->migrate(sql::migrations(folder));
  return books;
}

mall::Purchase find(const Books& books, const std::string& number) {
  auto found = books.database->read_now([&](sql::Connection& c) { return store::purchase_by_number(c, number); });
  if (!found) throw Failure("There is no purchase " + number + ".");
  return std::move(*found);
}

Time need_day(const std::string& text) {
  const auto day = parse_day(text);
  if (!day) throw Failure("'" + text + "' is not a day: write 2026-11-28.");
  return *day;
}

void list_orders(const Arguments& a) {
  const Books books = open_books(a.config);
  store::PurchaseFilter filter{.company = a.company, .number = a.number};
  if (!a.state.empty()) filter.state = mall::parse_state(a.state);
  if (!a.from.empty()) filter.from = need_day(a.from);
  if (!a.to.empty()) filter.until = days_later(need_day(a.to), 1);
  const auto found =
      books.database->read_now([&](sql::Connection& c) { return store::list_purchases(c, filter, "", a.most); });
  json::array list;
  for (const store::PurchaseLine& line : found) {
    if (a.json) {
      list.push_back(json::object{{"number", line.number},
                                  {"state", std::string(name(line.state))},
                                  {"amount", line.total.minor},
                                  {"currency", std::string(line.total.currency.code())},
                                  {"created", rfc3339(line.created)},
                                  {"companies", line.companies}});
    } else {
      fmt::print("{} {:<7} {:>14} {} {}\n", line.number, name(line.state), format(line.total), rfc3339(line.created),
                 line.companies);
    }
  }
  if (a.json) std::cout << serialize(list) << "\n";
}

json::object describe(sql::Connection& c, const mall::Handover& h) {
  json::object one{{"number", h.number},
                   {"company", h.partner},
                   {"role", std::string(name(h.role))},
                   {"state", std::string(name(h.state))},
                   {"created", rfc3339(h.created)}};
  if (h.answered) one["answered"] = rfc3339(*h.answered);
  if (!h.amount) return one;
  one["amount"] = h.amount->minor;
  const mall::Moved moved = store::moved(c, h);
  one["claimed"] = moved.claimed;
  one["refunded"] = moved.refunded;
  one["voided"] = moved.voided;
  if (const auto row = store::find_reckoning(c, h.number)) {
    one["paid"] = row->sum.paid;
    one["fees"] = row->sum.fees;
    one["open"] = row->sum.open();
  }
  return one;
}

void show_order(const Arguments& a) {
  const Books books = open_books(a.config);
  const mall::Purchase purchase = find(books, a.number);
  const json::array handovers = books.database->read_now([&](sql::Connection& c) {
    json::array all;
    for (const mall::Handover& h : purchase.handovers) all.push_back(describe(c, h));
    return all;
  });
  if (a.json) {
    std::cout << serialize(json::object{{"number", purchase.number},
                                        {"state", std::string(name(purchase.state))},
                                        {"amount", purchase.total.minor},
                                        {"currency", std::string(purchase.total.currency.code())},
                                        {"created", rfc3339(purchase.created)},
                                        {"handovers", handovers}})
              << "\n";
    return;
  }
  fmt::print("{} {} {} {}\n", purchase.number, name(purchase.state), format(purchase.total), rfc3339(purchase.created));
  for (const json::value& each : handovers) {
    for (const auto& [key, value] : each.get_object()) {
      std::cout << "  " << std::string_view(key) << ": "
                << (value.is_string() ? std::string(value.get_string()) : serialize(value)) << "\n";
    }
  }
}

// The hand-over whose money goes back, and what a letter to its company begins with.
struct Paid {
  const mall::Handover& handover;
  mall::Letterhead head;
};

Paid paid_of(const Books& books, const mall::Purchase& purchase) {
  const mall::Handover* handover = mall::paid_handover(purchase);
  if (handover == nullptr) throw Failure(purchase.number + ": no credit company has accepted this purchase.");
  const auto partners = books.database->read_now(exchange::store::partners);
  const auto at =
      std::find_if(partners.begin(), partners.end(), [&](const auto& row) { return row.id == handover->partner; });
  if (at == partners.end()) throw Failure(handover->partner + " is no partner any more.");
  const Time now = SystemClock().now();
  return {*handover,
          {books.config.origin, at->origin, exchange::KeyRing(books.config.keys).signer(now),
           random_id(seal::system_random()), now, "command line"}};
}

void refund_order(const Arguments& a) {
  const Books books = open_books(a.config);
  const mall::Purchase purchase = find(books, a.number);
  const Paid paid = paid_of(books, purchase);
  const Currency currency = paid.handover.amount->currency;
  const auto minor = parse_amount(a.amount, currency);
  if (!minor) throw Failure("'" + a.amount + "' is no amount in " + std::string(currency.code()) + ".");
  const RefundNumber number = RefundNumber::make(seal::system_random(), paid.head.now);
  value_or_fail(books.database->write_now([&](sql::Connection& c) {
    return mall::refund(c, paid.handover, number, {*minor, currency}, paid.head);
  }));
  if (a.json) {
    std::cout << serialize(json::object{{"refund", number.text()}, {"amount", *minor}}) << "\n";
  } else {
    fmt::print("Refund {} of {} waits for {}.\n", number.text(), format(Money{*minor, currency}),
               paid.handover.partner);
  }
}

void void_orders(const Arguments& a) {
  const Books books = open_books(a.config);
  json::array voided;
  for (const std::string& number : a.numbers) {
    const mall::Purchase purchase = find(books, number);
    const Paid paid = paid_of(books, purchase);
    const bool done =
        books.database->write_now([&](sql::Connection& c) { return mall::cancel(c, paid.handover, paid.head); });
    if (done) voided.push_back(json::string(number));
    if (!a.json) fmt::print("{}: {}\n", number, done ? "cancelled" : "nothing to cancel");
  }
  if (a.json) std::cout << serialize(json::object{{"voided", std::move(voided)}}) << "\n";
}

void list_remittances(const Arguments& a) {
  const Books books = open_books(a.config);
  const auto found =
      books.database->read_now([&](sql::Connection& c) { return store::list_remittances(c, a.company, 0, a.most); });
  json::array list;
  for (const store::Remittance& row : found) {
    if (a.json) {
      list.push_back(json::object{{"company", row.partner},
                                  {"payout", row.payout},
                                  {"date", rfc3339(row.date)},
                                  {"total", row.total.minor},
                                  {"currency", std::string(row.total.currency.code())},
                                  {"parts", row.parts},
                                  {"arrived", row.arrived}});
    } else {
      fmt::print("{} {:<12} {} {:>14} {}/{}\n", row.payout, row.partner, day_text(row.date), format(row.total),
                 row.arrived, row.parts);
    }
  }
  if (a.json) std::cout << serialize(list) << "\n";
}

struct Verb {
  std::shared_ptr<Arguments> arguments;
  CLI::App* app;
};

Verb add(CLI::App& group, const char* name, const char* about, void (*run)(const Arguments&)) {
  auto a = std::make_shared<Arguments>();
  CLI::App* app = group.add_subcommand(name, about);
  app->add_option("--config", a->config, "The mall's configuration file")->required()->check(CLI::ExistingFile);
  app->add_flag("--json", a->json, "Print JSON");
  app->callback([a, run] { run(*a); });
  return {a, app};
}

}  // namespace

void add_mall_order_verbs(CLI::App& mall) {
  CLI::App* order = mall.add_subcommand("order", "Purchases and what becomes of their money");
  order->require_subcommand(1);
  const Verb list = add(*order, "list", "List purchases, the newest first", list_orders);
  list.app->add_option("--state", list.arguments->state)->check(CLI::IsMember({"pending", "ok", "no", "ng"}));
  list.app->add_option("--company", list.arguments->company, "Handed over to that partner");
  list.app->add_option("--from", list.arguments->from, "First day, 2026-11-28");
  list.app->add_option("--to", list.arguments->to, "Last day");
  list.app->add_option("--number", list.arguments->number, "How a number of it begins, six characters or more");
  list.app->add_option("--most", list.arguments->most)->capture_default_str()->check(CLI::Range(1, 1'000'000));
  const Verb show = add(*order, "show", "Show one purchase", show_order);
  show.app->add_option("NUMBER", show.arguments->number)->required();
  const Verb refund = add(*order, "refund", "Give back what was claimed, or a part of it", refund_order);
  refund.app->add_option("NUMBER", refund.arguments->number)->required();
  refund.app->add_option("AMOUNT", refund.arguments->amount, "In the currency's usual notation")->required();
  const Verb cancel = add(*order, "void", "Cancel what is authorised and not claimed", void_orders);
  cancel.app->add_option("NUMBER", cancel.arguments->numbers)->required();

  CLI::App* remittance = mall.add_subcommand("remittance", "What companies say that they paid");
  remittance->require_subcommand(1);
  const Verb paid = add(*remittance, "list", "List payments, the newest first", list_remittances);
  paid.app->add_option("--company", paid.arguments->company, "Of that partner");
  paid.app->add_option("--most", paid.arguments->most)->capture_default_str()->check(CLI::Range(1, 1'000'000));
}

}  // namespace sealcart::cli
