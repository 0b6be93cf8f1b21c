// sealcart mall file set | list, mall parcel send
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "cli/desk.h"
#include "cli/failure.h"
#include "cli/house.h"
#include "cli/loop_once.h"
#include "cli/verbs.h"
#include "core/rfc3339.h"
#include "mall/desk/keep_file.h"
#include "mall/desk/pack_digital.h"
#include "mall/desk/send_digital.h"
#include "mall/store/migrations.h"
#include "mall/store/product_files.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = mall::store;

struct Arguments {
  std::string config, sku, file;
  PassphraseSource passphrase;
  bool all = false, json = false;
};

exchange::Config load(const Arguments& a) {
  auto config = exchange::Config::load(a.config);
  if (config.role != "mall") throw Failure(a.config + " is the configuration of a " + config.role + ".");
  return config;
}

std::unique_ptr<sql::Database> open_database(const exchange::Config& config) {
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  for (const char* folder : {"exchange", "desk"}) database->migrate(sql::migrations(folder));
  database->migrate(store::migrations());
  return database;
}

json::object describe(const store::ProductFile& file) {
  return {{"sku", file.sku},
          {"name", file.name},
          {"size", file.size},
          {"sha256", file.hash},
          {"changed", rfc3339(file.changed)}};
}

void set_file(const Arguments& a) {
  const auto config = load(a);
  const auto database = open_database(config);
  const auto kept = mall::keep_file(config, *database, seal::system_random(), SystemClock().now(), a.sku, a.file);
  if (!kept) throw Failure(kept.error().detail);
  if (a.json) {
    std::cout << json::serialize(describe(*kept)) << "\n";
  } else {
    fmt::print("{} is now {} ({} bytes)\n", kept->sku, kept->name, kept->size);
  }
}

void list_files(const Arguments& a) {
  const auto files = open_database(load(a))->read_now(store::product_files);
  json::array list;
  for (const store::ProductFile& file : files) {
    list.push_back(describe(file));
    if (!a.json) fmt::print("{:<24} {:>12}  {}\n", file.sku, file.size, file.name);
  }
  if (a.json) std::cout << json::serialize(list) << "\n";
}

struct Sent {
  int purchases = 0, accepted = 0;
  json::array faults;
};

Task<Sent> pack_and_send(const exchange::Party& party, const seal::DeskKey& key, exchange::Worker& worker) {
  constexpr std::int64_t at_once = 100;
  Sent sent;
  std::string after;
  for (bool more = true; more;) {
    const auto some =
        co_await party.database.read([&](sql::Connection& c) { return store::purchases_to_send(c, after, at_once); });
    more = !some.empty();
    for (const store::ToSend& one : some) {
      after = one.purchase;
      const auto packed = co_await mall::pack_digital({party, key, worker}, one, "command line");
      if (packed) {
        ++sent.purchases;
      } else {
        const auto& [problem, sku] = packed.error();
        json::object fault{{"purchase", one.purchase}, {"code", problem.code}, {"detail", problem.detail}};
        if (!sku.empty()) fault["sku"] = sku;
        sent.faults.push_back(std::move(fault));
      }
    }
  }
  for (int accepted = 1; accepted > 0; sent.accepted += accepted) accepted = co_await mall::send_digital(party);
  co_return sent;
}

void send_parcels(const Arguments& a) {
  if (!a.all) throw Failure("say --all: every purchase that waits is packed and sent");
  const auto config = load(a);
  const seal::DeskKey key = load_desk_key(config, exchange::KeyRing(config.keys), a.passphrase);
  House house(config, config.desk.origin, config.desk.log_file, {"mall_desk", "desk"}, 1);
  exchange::Worker worker;
  const Sent sent = run_on(house.loops, [&] { return pack_and_send(house.party, key, worker); });
  house.loops.stop();
  house.loops.join();
  if (a.json) {
    std::cout << json::serialize(
                     json::object{{"packed", sent.purchases}, {"accepted", sent.accepted}, {"faults", sent.faults}})
              << "\n";
  } else {
    fmt::print("Packed {} purchases; {} parcels are at their credit companies\n", sent.purchases, sent.accepted);
    for (const auto& fault : sent.faults) fmt::print("{}\n", json::serialize(fault));
  }
  std::cout.flush();
  if (!sent.faults.empty()) throw Failure(fmt::format("{} purchases could not be packed", sent.faults.size()));
}

CLI::App* add_verb(CLI::App& group, const char* name, const char* about, const std::shared_ptr<Arguments>& a,
                   void (*run)(const Arguments&)) {
  CLI::App* verb = group.add_subcommand(name, about);
  verb->add_option("--config", a->config, "The mall's configuration file")->required();
  verb->add_flag("--json", a->json, "As JSON");
  verb->callback([a, run] { run(*a); });
  return verb;
}

}  // namespace

void add_mall_digital_verbs(CLI::App& mall) {
  CLI::App* file = mall.add_subcommand("file", "The files of digital products");
  file->require_subcommand(1);
  const auto to_set = std::make_shared<Arguments>();
  CLI::App* set = add_verb(*file, "set", "Take a copy of a file as what is sent for a product", to_set, set_file);
  set->add_option("SKU", to_set->sku, "A digital product of the catalogue")->required();
  set->add_option("FILE", to_set->file, "Up to 2 GiB")->required();
  add_verb(*file, "list", "List them", std::make_shared<Arguments>(), list_files);

  CLI::App* parcel = mall.add_subcommand("parcel", "Parcels");
  parcel->require_subcommand(1);
  const auto to_send = std::make_shared<Arguments>();
  CLI::App* send =
      add_verb(*parcel, "send",
               "Pack what was bought to download, and send it to the credit companies; opens seals with the "
               "desk key, and notes that in the audit log",
               to_send, send_parcels);
  send->add_flag("--all", to_send->all, "Every purchase that waits");
  add_passphrase_options(*send, to_send->passphrase);
}

}  // namespace sealcart::cli
