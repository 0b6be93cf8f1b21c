// Certificate revocation lists (RFC 5280 section 5), one for each authority in a chain.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ca/certificate.h"

namespace sealcart::ca {

// Why a certificate is revoked: the reasons of RFC 5280 section 5.3.1 that fit a leaf.
enum class Reason {
  unspecified,
  key_compromise,
  affiliation_changed,
  superseded,
  cessation_of_operation,
  privilege_withdrawn
};
inline constexpr Reason all_reasons[] = {
    Reason::unspecified, Reason::key_compromise,         Reason::affiliation_changed,
    Reason::superseded,  Reason::cessation_of_operation, Reason::privilege_withdrawn};
// The RFC's own spelling: "keyCompromise".
std::string_view text(Reason reason);
std::optional<Reason> parse_reason(std::string_view text);

struct RevokedSerial {
  std::string serial;
  Time time;
  Reason reason;
};

// A signed list in PEM. `number` grows from list to list; `period` is thisUpdate and nextUpdate.
std::string make_revocation_list(const std::vector<RevokedSerial>& revoked, std::int64_t number, Period period,
                                 X509* issuer, const Key& issuer_key);

}  // namespace sealcart::ca
