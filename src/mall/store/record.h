// Everything that the mall's tables hold of one purchase, as they hold it.
#pragma once

#include <string_view>

#include "core/record.h"
#include "sql/database.h"

namespace sealcart::mall::store {

Record record_of(sql::Connection& connection, std::string_view purchase);

}  // namespace sealcart::mall::store
