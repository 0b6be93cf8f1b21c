// Rows of partner_connection: TLS of recent connections with partners.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/world.h"
#include "sql/database.h"

namespace sealcart::exchange::store {

inline constexpr std::int64_t kept_connections = 50;  // of each partner

struct PartnerConnection {
  std::string partner;  // id in the registry
  Time at;
  bool to_partner = true;  // we connected to it
  std::string protocol, cipher, subject, issuer;
  std::string not_after;  // of its certificate, RFC 3339; empty when there was no TLS
  std::string outcome;    // "ok", or why not
  friend bool operator==(const PartnerConnection&, const PartnerConnection&) = default;
};

// Older ones than the newest kept_connections of each partner go.
void add_connections(sql::Connection& connection, std::span<const PartnerConnection> rows);
// The newest first.
std::vector<PartnerConnection> connections(sql::Connection& connection, std::string_view partner);
// Of each partner the newest on which it showed a certificate.
std::vector<PartnerConnection> last_certificates(sql::Connection& connection);

}  // namespace sealcart::exchange::store
