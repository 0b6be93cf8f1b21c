#include "cli/credit_place.h"

#include "cli/failure.h"
#include "sql/migrations.h"

namespace sealcart::cli {

CreditPlace open_credit(const std::string& config_file) {
  auto config = exchange::Config::load(config_file);
  if (config.role != "credit") throw Failure(config_file + " is the configuration of a " + config.role + ".");
  auto database = sql::Database::open({.url = config.store_url, .connections = 1});
  for (const char* folder : {"exchange", "desk", "credit"}) database->migrate(sql::migrations(folder));
  return {std::move(config), std::move(database)};
}

}  // namespace sealcart::cli
