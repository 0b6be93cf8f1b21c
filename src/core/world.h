// The clock and the randomness, as parameters. Only main makes the real ones; tests and the simulator make their own.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sealcart {

// Seconds since 1970-01-01T00:00:00Z.
struct Time {
  std::int64_t seconds = 0;
  friend auto operator<=>(const Time&, const Time&) = default;
  friend Time operator+(Time time, std::int64_t seconds) { return {time.seconds + seconds}; }
  friend Time operator-(Time time, std::int64_t seconds) { return {time.seconds - seconds}; }
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

// Cryptographically secure bytes. Safe to call from any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;
};

}  // namespace sealcart
