#include "shipping/store/migrations.h"

#include "sql/migrations.h"

namespace sealcart::shipping::store {

std::vector<sql::Migration> migrations() { return sql::migrations("shipping"); }

}  // namespace sealcart::shipping::store
