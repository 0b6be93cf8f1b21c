// The mall's own tables. Every mall applies exchange::store::migrations() beside them.
#pragma once

#include <vector>

#include "sql/database.h"

namespace sealcart::mall::store {

std::vector<sql::Migration> migrations();

}  // namespace sealcart::mall::store
