#include "credit/store/migrations.h"

#include "sql/migrations.h"

namespace sealcart::credit::store {

std::vector<sql::Migration> migrations() { return sql::migrations("credit"); }

}  // namespace sealcart::credit::store
