// A credit company's configuration and database, for its verbs.
#pragma once

#include <memory>
#include <string>

#include "exchange/config.h"
#include "sql/database.h"

namespace sealcart::cli {

struct CreditPlace {
  exchange::Config config;
  std::unique_ptr<sql::Database> database;
};

// Brings the tables up to date. Throws Failure when the file is of another role.
CreditPlace open_credit(const std::string& config_file);

inline constexpr const char* command_line = "command line";  // who does it, in the audit log

}  // namespace sealcart::cli
