// What a table holds of one thing, column by column, for those who check what a party knows.
#pragma once

#include <string>
#include <vector>

namespace sealcart {

struct RecordedColumn {
  std::string table, column, value;
};
using Record = std::vector<RecordedColumn>;

}  // namespace sealcart
