// Which certificates end soon: this party's own and its partners'.
#pragma once

#include <string>
#include <vector>

#include "core/task.h"
#include "core/world.h"
#include "exchange/party.h"
#include "render/data.h"

namespace sealcart::desk {

inline constexpr std::int64_t warning_seconds = std::int64_t{30} * 24 * 60 * 60;

// Whether an RFC 3339 time in UTC lies less than warning_seconds ahead; false for an empty one.
bool ends_soon(std::string_view not_after, Time now);

// The end of a certificate (RFC 3339, or empty) as time_text() writes times.
std::string end_text(std::string_view not_after);

struct EndingCertificate {
  std::string of;  // a file of ours, or a partner's id
  bool own = false;
  std::string not_after;  // RFC 3339
};
// Partners' as last seen on a connection, of active partners alone.
Task<std::vector<EndingCertificate>> ending_certificates(const exchange::Party& party);
// `certificates` for _certificates.mustache.
void add_certificates(const std::vector<EndingCertificate>& ending, render::Data& data);

}  // namespace sealcart::desk
