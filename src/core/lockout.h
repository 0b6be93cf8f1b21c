// Counting of tries. A try is counted before its password is looked at, so that guesses sent side by side count like
// guesses sent one after the other.
#pragma once

#include <cstdint>

#include "core/world.h"

namespace sealcart {

struct TryRule {
  std::int64_t most = 10;                // tries
  std::int64_t lock_seconds = 1'800;     // after the last of them
  std::int64_t forget_seconds = 86'400;  // since the last try
};
inline constexpr TryRule password_tries{};

struct Tries {
  std::int64_t failures = 0;
  Time locked_until;
  Time last;
  friend bool operator==(const Tries&, const Tries&) = default;
};

struct CountedTry {
  bool allowed;
  Tries tries;  // to be stored before the try is made; unchanged when it is not allowed
};
CountedTry count_try(const Tries& tries, const TryRule& rule, Time now);

std::int64_t tries_left(const Tries& tries, const TryRule& rule, Time now);
// Whole minutes until the lock ends, rounded up; 0 when there is none.
std::int64_t minutes_locked(const Tries& tries, Time now);

}  // namespace sealcart
