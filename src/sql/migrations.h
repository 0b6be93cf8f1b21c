// The migrations under sql/<folder>/, compiled into the binary.
#pragma once

#include <string_view>
#include <vector>

#include "sql/database.h"

namespace sealcart::sql {

// In order of name; names are "folder/0001_subject".
std::vector<Migration> migrations(std::string_view folder);

}  // namespace sealcart::sql
