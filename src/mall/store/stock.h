// Taking what was sold off the products' stock: sums over many purchases, in a transaction of its own (see
// rules/shelf.h).
#pragma once

#include "mall/rules/shelf.h"
#include "sql/database.h"

namespace sealcart::mall::store {

// A stock never falls below zero. Raises the catalogue's version.
void take_off_stock(sql::Connection& connection, const Pieces& sold);

}  // namespace sealcart::mall::store
