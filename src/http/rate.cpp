#include "http/rate.h"

#include <algorithm>
#include <cstring>

namespace sealcart::http {

static constexpr std::size_t max_addresses = 65536;
static constexpr std::int64_t prune_every_ms = 10'000;
// Shared by the addresses that came when the table was full.
static constexpr RateLimit::Key overflow_key = ~RateLimit::Key{0};

RateLimit::Key RateLimit::key(const boost::asio::ip::address& address) {
  if (address.is_v4()) return (Key{0xffff} << 32) | address.to_v4().to_uint();
  Key prefix = 0;
  auto bytes = address.to_v6().to_bytes();
  std::memcpy(&prefix, bytes.data(), sizeof prefix);
  return prefix;
}

RateLimit::Bucket& RateLimit::bucket(Key key, std::int64_t now) {
  auto found = buckets_.find(key);
  if (found != buckets_.end()) return found->second;
  std::int64_t since = now - pruned_at_;
  if (since > prune_every_ms || (buckets_.size() >= max_addresses && since > 1000)) {
    pruned_at_ = now;
    // A bucket that is full again says no more than one that does not exist.
    std::erase_if(buckets_, [&](const auto& entry) {
      return entry.second.tokens + static_cast<double>(now - entry.second.at) * per_second_ / 1000 >= burst_;
    });
  }
  if (buckets_.size() >= max_addresses) key = overflow_key;
  return buckets_.try_emplace(key, Bucket{burst_, now}).first->second;
}

bool RateLimit::take(Key key, std::int64_t now) {
  if (per_second_ == 0) return true;
  std::lock_guard lock(mutex_);
  Bucket& own = bucket(key, now);
  own.tokens =
      std::min(burst_, own.tokens + static_cast<double>(std::max<std::int64_t>(0, now - own.at)) * per_second_ / 1000);
  own.at = now;
  if (own.tokens < 1) return false;
  own.tokens -= 1;
  return true;
}

}  // namespace sealcart::http
