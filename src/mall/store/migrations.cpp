#include "mall/store/migrations.h"

#include "sql/migrations.h"

namespace sealcart::mall::store {

std::vector<sql::Migration> migrations() { return sql::migrations("mall"); }

}  // namespace sealcart::mall::store
