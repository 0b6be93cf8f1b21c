// A credit company's whole ledger, written out for other programs.
#pragma once

#include <iosfwd>

#include "sql/database.h"

namespace sealcart::cli {

// A journal that hledger reads: one transaction an entry. Throws std::ios_base::failure when `out` cannot be written.
void export_hledger(sql::Connection& connection, std::ostream& out);
// One line a posting: entry,time,kind,mall,receipt,account,amount,currency.
void export_csv(sql::Connection& connection, std::ostream& out);

}  // namespace sealcart::cli
