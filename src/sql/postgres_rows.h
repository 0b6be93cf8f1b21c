// Results of libpq (in text format) as Rows.
#pragma once

#include <libpq-fe.h>

#include "sql/database.h"

namespace sealcart::sql {

// int2, int4, int8 and bool are integers; numeric (what SUM of bigint gives) is one too when it has no fraction; bytea
// is its bytes; everything else its text.
Rows read_rows(const PGresult* result);

}  // namespace sealcart::sql
