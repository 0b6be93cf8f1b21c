// The tables of the credit company, beside those of exchange/store.
#pragma once

#include <vector>

#include "sql/database.h"

namespace sealcart::credit::store {

std::vector<sql::Migration> migrations();

}  // namespace sealcart::credit::store
