#include "credit/store/passkeys.h"

#include "credit/store/secrets.h"

namespace sealcart::credit::store {

bool add_passkey(sql::Connection& connection, const NewPasskey& passkey, Time now) {
  static const sql::Statement insert{
      "INSERT INTO passkey (credential_id, customer, public_key, sign_count, created) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (credential_id) DO NOTHING"};
  return connection.execute(insert, {blob(passkey.credential_id), passkey.customer, blob(passkey.public_key),
                                     passkey.sign_count, now.seconds}) == 1;
}

std::optional<PasskeyHeld> find_passkey(sql::Connection& connection, std::string_view credential_id) {
  static const sql::Statement find{
      "SELECT p.customer, p.public_key, u.locked FROM passkey p JOIN customer u ON u.id = p.customer "
      "WHERE p.credential_id = $1"};
  const sql::Rows rows = connection.query(find, {blob(credential_id)});
  if (rows.empty()) return std::nullopt;
  return PasskeyHeld{rows.text(0, 0), rows.bytes(0, 1), rows.integer(0, 2) != 0};
}

bool use_passkey(sql::Connection& connection, std::string_view credential_id, std::int64_t sign_count) {
  static const sql::Statement set{
      "UPDATE passkey SET sign_count = $2 WHERE credential_id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = "
      "0))"};
  return connection.execute(set, {blob(credential_id), sign_count}) == 1;
}

}  // namespace sealcart::credit::store
