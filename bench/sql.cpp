// The SQL of the hot paths by itself: the stores' own functions, through the same driver, in groups of 32 that are
// durable before the next begins.
#include <CLI/CLI.hpp>
#include <ctime>
#include <latch>
#include <memory>
#include <stdexcept>

#include "bench/load.h"
#include "bench/verbs.h"
#include "core/id.h"
#include "credit/store/customers.h"
#include "credit/store/ledger.h"
#include "credit/store/migrations.h"
#include "credit/store/settle.h"
#include "exchange/store/outbox.h"
#include "exchange/store/partners.h"
#include "mall/store/migrations.h"
#include "mall/store/purchases.h"
#include "mall/store/results.h"
#include "shipping/store/accept.h"
#include "shipping/store/migrations.h"

namespace sealcart::bench {
namespace {

constexpr std::size_t group = 32;
constexpr int new_customers = 100;
// Lengths of the real texts (docs/protocol.md, sealed mode, one item).
constexpr std::size_t sealed_bytes = 759, request_bytes = 1640, result_bytes = 2770, kept_bytes = 552;
constexpr std::size_t addressee_bytes = 1442, receipt_bytes = 3600;

Time now() { return {std::time(nullptr)}; }
Currency yen() { return *Currency::parse("JPY"); }
std::string text(std::size_t length) { return std::string(length, 'A'); }
std::string fresh_id(Time at = now()) { return dated_id(seal::system_random(), at); }
seal::Digest digest(std::string_view of) { return seal::sha256(seal::bytes(of)); }
std::string raw_digest(std::string_view of) {
  const seal::Digest made = digest(of);
  return {made.begin(), made.end()};
}

// CPU of one operation of this process, in microseconds.
template <class Op, class Commit>
double commit_in_groups(sql::Database& database, std::vector<Op>& all, Commit commit, std::size_t most = group) {
  const auto lane = database.lane(
      [commit](sql::Connection& connection, sql::Database::Items items) {
        std::vector<Op*> batch;
        for (void* item : items) batch.push_back(static_cast<Op*>(item));
        commit(connection, std::span<Op* const>(batch));
      },
      most);
  const double begin = cpu_seconds();
  for (std::size_t from = 0; from < all.size(); from += most) {
    const std::size_t end = std::min(all.size(), from + most);
    std::latch durable(static_cast<std::ptrdiff_t>(end - from));
    for (std::size_t i = from; i < end; ++i) {
      lane->submit(&all[i], [&](std::exception_ptr error) {
        if (error) std::rethrow_exception(error);
        durable.count_down();
      });
    }
    durable.wait();
  }
  return 1e6 * (cpu_seconds() - begin) / static_cast<double>(all.size());
}

std::vector<std::int64_t> cards_of(sql::Database& database) {
  return database.read_now([](sql::Connection& c) {
    std::vector<std::int64_t> cards;
    for (const auto& listed : credit::store::list_cards(c)) cards.push_back(listed.card);
    return cards;
  });
}

void add_customers(sql::Database& database) {
  database.write_now([](sql::Connection& c) {
    for (int i = 0; i < new_customers; ++i) {
      const std::string id = fresh_id();
      credit::store::add_customer(
          c, {id, "Test Customer", "", "1 Test Street", "1", id + "@example.com", "", text(97), {}}, now());
      const auto card = credit::store::add_card(c, {id, digest(id), text(60), "1111", yen()}, now());
      if (!credit::store::set_limit(c, card, max_amount, now())) throw std::runtime_error("no limit");
    }
  });
}

std::unique_ptr<sql::Database> open_credit(const std::string& file) {
  auto database = sql::Database::open({.url = "sqlite:" + file});
  database->migrate(exchange::store::migrations());
  database->migrate(credit::store::migrations());
  if (cards_of(*database).empty()) add_customers(*database);
  return database;
}

std::vector<credit::store::Settle> settlements(const std::vector<std::int64_t>& cards, int count, Time at) {
  std::vector<credit::store::Settle> made;
  const std::string sealed = text(sealed_bytes), document = text(result_bytes);
  for (int i = 0; i < count; ++i) {
    credit::store::Settle op{.purchase = fresh_id(at),
                             .request_hash = text(43),
                             .outcome = protocol::Outcome::ok,
                             .amount = {1, yen()},
                             .sealed_goods = sealed,
                             .sealed_customer = sealed,
                             .document = document,
                             .at = at};
    op.mall = "mall";
    op.purchase_key = protocol::request_key("https://mall.example", op.purchase);
    op.receipt = fresh_id(at);
    op.receipt_key = credit::store::receipt_key(op.receipt);
    op.card = cards[static_cast<std::size_t>(i) % cards.size()];
    made.push_back(std::move(op));
  }
  return made;
}

// The letters that these settlements left: found, and taken out once they are delivered.
double deliver(sql::Database& database, std::size_t count) {
  const double begin = cpu_seconds();
  for (std::size_t done = 0; done < count;) {
    const auto letters =
        database.read_now([](sql::Connection& c) { return exchange::store::find_due(c, now() + 1, group); });
    std::vector<std::int64_t> ids;
    for (const auto& letter : letters) ids.push_back(letter.id);
    database.write_now([&](sql::Connection& c) { exchange::store::delivered(c, ids); });
    done += letters.size();
    if (letters.empty()) throw std::runtime_error("a letter is missing");
  }
  return 1e6 * (cpu_seconds() - begin) / static_cast<double>(count);
}

void sql_settle(const std::string& file, int count) {
  const auto database = open_credit(file);
  auto all = settlements(cards_of(*database), count, now());
  // What is known before the decision, read one by one as requests do.
  const double begin = cpu_seconds();
  for (const auto& op : all) {
    database->read_now([&](sql::Connection& c) { return credit::store::load(c, op.purchase_key, op.card); });
  }
  const double load = 1e6 * (cpu_seconds() - begin) / count;
  const double write = commit_in_groups(*database, all, credit::store::settle_one_by_one);
  for (const auto& op : all) {
    if (op.answer != credit::store::Settle::Answer::written) throw std::runtime_error("a settlement was not written");
  }
  report({{"load_us", load}, {"settle_us", write}, {"letter_us", deliver(*database, all.size())}});
}

// Settlements whose results were delivered long ago, for a table as it is after months.
void fill(const std::string& file, int count) {
  constexpr int at_once = 5000;
  const auto database = open_credit(file);
  const auto cards = cards_of(*database);
  for (int left = count; left > 0; left -= at_once) {
    // Long ago and one after another, at twenty a second.
    auto some = settlements(cards, std::min(left, at_once), now() - 60 - left / 20);
    commit_in_groups(*database, some, credit::store::settle_one_by_one, at_once);
    database->write_now([&](sql::Connection& c) {
      std::vector<std::int64_t> ids;
      for (const auto& letter : exchange::store::claim_due(c, now() + 1, 60, at_once)) ids.push_back(letter.id);
      exchange::store::delivered(c, ids);
    });
  }
  report({{"settlements", count}});
}

void sql_ship(const std::string& file, int count) {
  const auto database = sql::Database::open({.url = "sqlite:" + file});
  database->migrate(exchange::store::migrations());
  database->migrate(shipping::store::migrations());
  std::vector<shipping::store::Accept> all;
  for (int i = 0; i < count; ++i) {
    shipping::store::Accept op{.mall = "mall",
                               .purchase = fresh_id(),
                               .request_hash = text(43),
                               .outcome = protocol::Outcome::ok,
                               .number = fresh_id(),
                               .parcels = "60",
                               .service = "standard",
                               .cash_on_delivery = Money{1, yen()},
                               .sealed_goods = text(sealed_bytes),
                               .sealed_addressee = text(addressee_bytes),
                               .document = text(receipt_bytes),
                               .at = now()};
    op.request_key = protocol::request_key("https://mall.example", op.purchase);
    op.number_key = shipping::store::number_key(op.number);
    all.push_back(std::move(op));
  }
  const double begin = cpu_seconds();
  for (const auto& op : all) {
    database->read_now([&](sql::Connection& c) { return shipping::store::find_answered(c, op.request_key); });
  }
  const double load = 1e6 * (cpu_seconds() - begin) / count;
  const double write = commit_in_groups(*database, all, shipping::store::accept_one_by_one);
  for (const auto& op : all) {
    if (op.existing) throw std::runtime_error("a shipment was not written");
  }
  report({{"load_us", load}, {"accept_us", write}});
}

std::vector<mall::store::NewPurchase> purchases(int count) {
  std::vector<mall::store::NewPurchase> made;
  for (int i = 0; i < count; ++i) {
    mall::Handover handover{.number = fresh_id(), .partner = "credit-a", .sealed_goods = text(sealed_bytes)};
    handover.amount = Money{990, yen()};
    handover.request_document = text(request_bytes);
    handover.request_hash = text(43);
    handover.created = now();
    handover.expires = now() + 900;
    const std::string number = handover.number;
    mall::Purchase purchase{.number = number, .total = {990, yen()}, .physical = true, .created = now()};
    purchase.kept_goods = text(kept_bytes);
    purchase.handovers.push_back(std::move(handover));
    made.push_back({.purchase = std::move(purchase),
                    .code_hash = raw_digest("code" + number),
                    .offer_hash = raw_digest("offer" + number)});
  }
  return made;
}

// What the purchase's page reads, each time that it is drawn.
double read_pages(sql::Database& database, const std::vector<mall::store::NewPurchase>& all) {
  const double begin = cpu_seconds();
  for (const auto& row : all) {
    const std::vector<std::string> numbers = {row.purchase.number};
    database.read_now([&](sql::Connection& c) { return mall::store::purchase_by_code(c, row.code_hash); });
    database.read_now([&](sql::Connection& c) { return mall::store::progress(c, numbers); });
  }
  return 1e6 * (cpu_seconds() - begin) / static_cast<double>(all.size());
}

void sql_mall(const std::string& file, int count) {
  const auto database = sql::Database::open({.url = "sqlite:" + file});
  database->migrate(exchange::store::migrations());
  database->migrate(mall::store::migrations());
  auto handed_over = purchases(count);
  const double hand_over = commit_in_groups(*database, handed_over, mall::store::insert_purchases);
  std::vector<mall::store::ReplyArrival> arrivals;
  for (const auto& row : handed_over) {
    const mall::Handover& h = row.purchase.handovers.front();
    arrivals.push_back({.reply = {mall::State::ok, named(h), h.request_hash, h.amount,
                                  protocol::Named{fresh_id(), text(sealed_bytes)}},
                        .issuer = h.partner,
                        .document_hash = text(43),
                        .now = now()});
  }
  const double result = commit_in_groups(*database, arrivals, mall::store::take_replies);
  for (const auto& arrival : arrivals) {
    if (arrival.acceptance != mall::Acceptance::apply) throw std::runtime_error("a result was not taken");
  }
  report({{"hand_over_us", hand_over}, {"result_us", result}, {"page_us", read_pages(*database, handed_over)}});
}

void add(CLI::App& app, const char* name, const char* about, void (*run)(const std::string&, int)) {
  struct Arguments {
    std::string file;
    int count = 1000;
  };
  const auto a = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand(name, about);
  verb->add_option("--database", a->file, "SQLite file; made when missing")->required();
  verb->add_option("--count", a->count);
  verb->callback([a, run] { run(a->file, a->count); });
}

}  // namespace

void add_sql_verbs(CLI::App& app) {
  add(app, "sql-settle", "Reading and writing of settlements", sql_settle);
  add(app, "sql-ship", "Reading and writing of shipments", sql_ship);
  add(app, "sql-mall", "Writing of hand-overs and results", sql_mall);
  add(app, "fill", "Fills a credit company's tables", fill);
}

}  // namespace sealcart::bench
