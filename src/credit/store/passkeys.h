// Rows of passkey.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::credit::store {

struct NewPasskey {
  std::string credential_id;  // raw bytes
  std::string customer;
  std::string public_key;  // X and Y, 64 bytes
  std::int64_t sign_count = 0;
};
// False when this credential is registered already; then nothing was written.
bool add_passkey(sql::Connection& connection, const NewPasskey& passkey, Time now);

struct PasskeyHeld {
  std::string customer, public_key;
  bool customer_locked;
};
std::optional<PasskeyHeld> find_passkey(sql::Connection& connection, std::string_view credential_id);

// Keeps the authenticator's counter of a use. False when it has not moved on (WebAuthn section 7.2 step 21: the key may
// have been copied), unless the authenticator counts nothing and always says 0.
bool use_passkey(sql::Connection& connection, std::string_view credential_id, std::int64_t sign_count);

}  // namespace sealcart::credit::store
