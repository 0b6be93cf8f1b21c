#include "cli/depot_store.h"

#include "cli/failure.h"
#include "seal/sign.h"
#include "sql/migrations.h"

namespace sealcart::cli {
namespace {

exchange::Config load(const std::string& file) {
  auto config = exchange::Config::load(file);
  if (config.role != "shipping") throw Failure(file + " is the configuration of a " + config.role + ".");
  return config;
}

std::unique_ptr<sql::Database> open_database(const exchange::Config& config) {
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  for (const char* folder : {"exchange", "desk", "shipping"}) database->migrate(sql::migrations(folder));
  return database;
}

}  // namespace

DepotStore::DepotStore(const std::string& config_file)
    : config(load(config_file)),
      database(open_database(config)),
      keys(config.keys),
      partners(*database, clock),
      counter(config, keys, partners, seal::system_random()) {
  partners.read();
}

}  // namespace sealcart::cli
