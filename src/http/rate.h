// How often one client address may ask: a token bucket for each, in memory only and bounded.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace sealcart::http {

class RateLimit {
 public:
  using Key = std::uint64_t;
  // An IPv6 host usually owns its whole /64, so that is what counts as one address.
  static Key key(const boost::asio::ip::address& address);

  // per_second 0: unbounded.
  RateLimit(int per_second, int burst) : per_second_(per_second), burst_(burst) {}
  // Takes one token; false when there is none. From any thread. `now` in steady milliseconds.
  bool take(Key key, std::int64_t now);

 private:
  struct Bucket {
    double tokens;
    std::int64_t at;
  };
  Bucket& bucket(Key key, std::int64_t now);

  double per_second_;
  double burst_;
  std::mutex mutex_;
  std::unordered_map<Key, Bucket> buckets_;
  std::int64_t pruned_at_ = 0;
};

}  // namespace sealcart::http
