// The Database over one SQLite file: a writer, and a reader for each thread that reads at the same moment.
#pragma once

#include <memory>
#include <string>

#include "sql/database.h"

namespace sealcart::sql {

// Creates the file when missing. Throws Error.
std::unique_ptr<Database> open_sqlite(const std::string& path, const Options& options);

}  // namespace sealcart::sql
