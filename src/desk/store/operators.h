// Who may work at the desk: rows of operator, recovery_code and operator_try.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/lockout.h"
#include "core/world.h"
#include "desk/store/role.h"
#include "seal/sign.h"
#include "sql/database.h"

namespace sealcart::desk::store {

struct Operator {
  std::string name;  // 1 to 64 characters, is_operator_name
  Role role = Role::viewer;
  std::string password_hash;
  std::string totp;  // sealed secret of one-time codes; empty: none are asked for
  bool active = true;
  Time created;
};

// a-z, 0-9, '.', '_', '-'; begins with a letter.
bool is_operator_name(std::string_view name);

std::optional<Operator> find_operator(sql::Connection& connection, std::string_view name);
std::vector<Operator> list_operators(sql::Connection& connection);
// False when the name is taken.
bool add_operator(sql::Connection& connection, const Operator& made);
void set_password(sql::Connection& connection, std::string_view name, std::string_view hash);
void set_role(sql::Connection& connection, std::string_view name, Role role);
// An operator who is stopped loses every session.
void set_active(sql::Connection& connection, std::string_view name, bool active);
// False when it would leave no active admin.
bool another_admin(sql::Connection& connection, std::string_view besides);

// `sealed` empty: no codes are asked for any more. Replaces the recovery codes.
void set_totp(sql::Connection& connection, std::string_view name, std::string_view sealed,
              std::span<const seal::Digest> recovery_codes);
// True once for each step later than all before.
bool use_totp_step(sql::Connection& connection, std::string_view name, std::int64_t step);
// True once for each code.
bool use_recovery_code(sql::Connection& connection, std::string_view name, const seal::Digest& code);
std::int64_t recovery_codes_left(sql::Connection& connection, std::string_view name);

// Counts a try before it is made; tries of names that nobody has are counted alike. `subject`: a keyed hash of the
// name.
CountedTry count_try(sql::Connection& connection, std::string_view subject, Time now);
void forget_tries(sql::Connection& connection, std::string_view subject);

}  // namespace sealcart::desk::store
