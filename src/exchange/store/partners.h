// Rows of the partner registry.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::exchange::store {

struct PartnerRow {
  std::string id, role, name, location, service, origin, api, page, terms;
  std::string key_set;  // JWKS as pinned or last fetched
  bool active = true;
};

std::vector<PartnerRow> partners(sql::Connection& connection);
// Adds or replaces by id.
void save_partner(sql::Connection& connection, const PartnerRow& row, Time now);
void save_key_set(sql::Connection& connection, std::string_view id, std::string_view key_set, Time now);
// False when there is none of that id.
bool set_active(sql::Connection& connection, std::string_view id, bool active);

// Tables of this folder: partner, outbox. Every party applies them beside its own.
std::vector<sql::Migration> migrations();

}  // namespace sealcart::exchange::store
