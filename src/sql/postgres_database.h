// The Database over PostgreSQL: a pool of threads with a connection each, and one more of both for each lane.
#pragma once

#include <memory>

#include "sql/database.h"

namespace sealcart::sql {

// Throws Error when the server cannot be reached.
std::unique_ptr<Database> open_postgres(const Options& options);

}  // namespace sealcart::sql
