// A shipping company's store, keys and partners, opened for one verb of the command line.
#pragma once

#include <memory>
#include <string>

#include "cli/clock.h"
#include "exchange/config.h"
#include "exchange/keys.h"
#include "exchange/partners.h"
#include "shipping/desk/counter.h"
#include "sql/database.h"

namespace sealcart::cli {

struct DepotStore {
  explicit DepotStore(const std::string& config_file);

  shipping::Who who() const { return {"command line", clock.now()}; }

  const exchange::Config config;
  const SystemClock clock;
  const std::unique_ptr<sql::Database> database;
  const exchange::KeyRing keys;
  exchange::Partners partners;
  const shipping::Counter counter;
};

}  // namespace sealcart::cli
