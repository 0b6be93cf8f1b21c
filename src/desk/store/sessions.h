// Sign-ins that hold: rows of operator_session. A session ends half an hour after it was last used and twelve hours
// after it began.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "desk/store/role.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::desk::store {

inline constexpr std::int64_t idle_seconds = 30 * 60;
inline constexpr std::int64_t longest_seconds = 12 * 60 * 60;

struct SessionRow {
  seal::Digest id_hash{};
  std::string operator_name;
  Role role = Role::viewer;  // as of now, not of the sign-in
  Time created, last_seen;
};

// Also removes the operator's sessions that have run out.
void add_session(sql::Connection& connection, const seal::Digest& id_hash, std::string_view operator_name, Time now);
// Only one that holds, of an operator who is active.
std::optional<SessionRow> find_session(sql::Connection& connection, const seal::Digest& id_hash, Time now);
void touch_session(sql::Connection& connection, const seal::Digest& id_hash, Time now);
std::vector<SessionRow> list_sessions(sql::Connection& connection, std::string_view operator_name, Time now);
void end_session(sql::Connection& connection, std::string_view operator_name, const seal::Digest& id_hash);
// All but `besides`.
void end_sessions(sql::Connection& connection, std::string_view operator_name, const seal::Digest& besides);

}  // namespace sealcart::desk::store
