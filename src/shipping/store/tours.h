// Tours: who drives out on which day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::shipping::store {

struct Tour {
  std::int64_t id = 0;
  std::string day, name;
  Time opened;
  std::optional<Time> closed;  // when the driver's end of day was counted
};
std::optional<Tour> find_tour(sql::Connection& connection, std::int64_t id);
// The tour of that day and name; made when there is none.
Tour open_tour(sql::Connection& connection, std::string_view day, std::string_view name, Time now);
// False when it was closed before.
bool close_tour(sql::Connection& connection, std::int64_t id, Time now);
// Newest first, older than `before` (0: from the newest).
std::vector<Tour> list_tours(sql::Connection& connection, std::int64_t before, std::int64_t most);

}  // namespace sealcart::shipping::store
