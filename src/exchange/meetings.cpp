#include "exchange/meetings.h"

#include <algorithm>
#include <vector>

#include "exchange/store/partner_connections.h"

namespace sealcart::exchange {
namespace {

constexpr std::int64_t every_seconds = 60;

}  // namespace

Meetings::Meetings(sql::Database& database, const Partners& partners, const Clock& clock)
    : database_(database), partners_(partners), clock_(clock) {}

void Meetings::note(http::Meeting meeting) {
  const auto all = partners_.all();
  const auto at = std::find_if(all->begin(), all->end(), [&](const Partner& p) { return p.host == meeting.host; });
  if (at == all->end()) return;
  const std::lock_guard lock(mutex_);
  const auto [place, first] = waiting_.try_emplace({at->id, meeting.to_partner});
  // Of those in one minute the last counts, but for one that failed.
  if (!first && place->second.meeting.outcome != "ok") return;
  place->second = {std::move(meeting), clock_.now()};
}

Task<void> Meetings::write() {
  std::vector<store::PartnerConnection> rows;
  {
    const std::lock_guard lock(mutex_);
    const Time now = clock_.now();
    for (const auto& [key, noted] : waiting_) {
      const auto before = written_.find(key);
      if (before != written_.end() && now < before->second + every_seconds) continue;
      const http::PeerTls& tls = noted.meeting.tls;
      rows.push_back({key.first, noted.at, key.second, tls.protocol, tls.cipher, tls.subject, tls.issuer, tls.not_after,
                      noted.meeting.outcome});
    }
  }
  if (rows.empty()) co_return;
  co_await database_.write([&](sql::Connection& c) { store::add_connections(c, rows); });
  const std::lock_guard lock(mutex_);
  for (const store::PartnerConnection& row : rows) {
    const Key key{row.partner, row.to_partner};
    written_[key] = clock_.now();
    const auto at = waiting_.find(key);
    // Another may have come while this one was written.
    if (at != waiting_.end() && at->second.at == row.at && at->second.meeting.outcome == row.outcome)
      waiting_.erase(at);
  }
}

}  // namespace sealcart::exchange
