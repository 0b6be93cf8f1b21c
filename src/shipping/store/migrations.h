// The tables of the shipping company, beside those of exchange/store.
#pragma once

#include <vector>

#include "sql/database.h"

namespace sealcart::shipping::store {

std::vector<sql::Migration> migrations();

}  // namespace sealcart::shipping::store
