// sealcart shipping shipments list; the depot's verbs are in files of their own.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "cli/failure.h"
#include "cli/shipping_depot.h"
#include "cli/verbs.h"
#include "core/rfc3339.h"
#include "exchange/config.h"
#include "shipping/store/migrations.h"
#include "shipping/store/shipments.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

namespace json = boost::json;
namespace store = shipping::store;

struct Arguments {
  std::string config;
  std::int64_t most = 100;
  bool json = false;
};

std::unique_ptr<sql::Database> open_database(const std::string& config_file) {
  const auto config = exchange::Config::load(config_file);
  if (config.role != "shipping") throw Failure(config_file + " is the configuration of a " + config.role + ".");
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  database->migrate(sql::migrations("exchange"));
  database->migrate(store::migrations());
  return database;
}

// What an operator may see of a shipment without a desk key: nothing of the addressee.
json::object describe(const store::ShipmentListed& shipment) {
  json::object object{{"id", shipment.id},           {"at", rfc3339({shipment.at})},
                      {"mall", shipment.mall},       {"outcome", std::string(protocol::name(shipment.outcome))},
                      {"number", shipment.number},   {"parcels", shipment.parcels},
                      {"service", shipment.service}, {"amount", nullptr},
                      {"currency", nullptr}};
  if (shipment.cash_on_delivery) {
    object["amount"] = shipment.cash_on_delivery->minor;
    object["currency"] = std::string(shipment.cash_on_delivery->currency.code());
  }
  return object;
}

void list_shipments(const Arguments& a) {
  const auto shipments = open_database(a.config)->read_now(
      [&](sql::Connection& connection) { return store::list_shipments(connection, a.most); });
  if (a.json) {
    json::array list;
    for (const auto& one : shipments) list.push_back(describe(one));
    std::cout << json::serialize(list) << "\n";
    return;
  }
  for (const auto& one : shipments) {
    fmt::print("{}  {}  {}  {}  {}  {}  {}\n", rfc3339({one.at}), one.mall, protocol::name(one.outcome),
               one.number.empty() ? "-" : one.number, one.parcels, one.service,
               one.cash_on_delivery ? format(*one.cash_on_delivery) : "-");
  }
}

}  // namespace

void add_shipping_verbs(CLI::App& app) {
  CLI::App* group = app.add_subcommand("shipping", "The shipping company: carries, and never learns what");
  group->require_subcommand(1);
  CLI::App* shipments = group->add_subcommand("shipments", "What was accepted, declined and rejected");
  shipments->require_subcommand(1);
  auto to_list = std::make_shared<Arguments>();
  CLI::App* list = shipments->add_subcommand(
      "list", "List the newest shipments: time, mall, outcome, number, parcels, service, amount to collect");
  list->add_option("--config", to_list->config, "The shipping company's configuration file")->required();
  list->add_option("--most", to_list->most, "How many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  list->add_flag("--json", to_list->json, "As JSON");
  list->callback([to_list] { list_shipments(*to_list); });
  add_shipping_parcel_verbs(*group);
  add_shipping_cod_verbs(*group);
}

}  // namespace sealcart::cli
