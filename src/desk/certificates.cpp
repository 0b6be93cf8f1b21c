#include "desk/certificates.h"

#include <set>

#include "core/day.h"
#include "core/rfc3339.h"
#include "exchange/store/partner_connections.h"

namespace sealcart::desk {

bool ends_soon(std::string_view not_after, Time now) {
  // Times of one form compare as texts.
  return !not_after.empty() && not_after < rfc3339(now + warning_seconds);
}

std::string end_text(std::string_view not_after) {
  const auto end = parse_rfc3339(std::string(not_after));
  return end ? time_text(*end) : std::string();
}

Task<std::vector<EndingCertificate>> ending_certificates(const exchange::Party& party) {
  std::vector<EndingCertificate> found;
  const Time now = party.clock.now();
  const exchange::Config& config = party.config;
  for (const std::string& file :
       std::set<std::string>{config.tls.certificate, config.partner_tls.certificate, config.desk.tls.certificate}) {
    const std::string end = http::certificate_end(file);
    if (ends_soon(end, now)) found.push_back({file, true, end});
  }
  const auto last = co_await party.database.read(exchange::store::last_certificates);
  for (const auto& seen : last) {
    if (ends_soon(seen.not_after, now) && party.partners.by_id(seen.partner)) {
      found.push_back({seen.partner, false, seen.not_after});
    }
  }
  co_return found;
}

void add_certificates(const std::vector<EndingCertificate>& ending, render::Data& data) {
  render::Data list{render::Data::type::list};
  for (const EndingCertificate& each : ending) {
    render::Data one;
    one.set("of", each.of);
    one.set("own", each.own);
    one.set("until", end_text(each.not_after));
    list.push_back(std::move(one));
  }
  data.set("certificates", std::move(list));
}

}  // namespace sealcart::desk
