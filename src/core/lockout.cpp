#include "core/lockout.h"

namespace sealcart {
namespace {

// A lock that has ended, and tries of long ago, count no more.
Tries as_of_now(const Tries& tries, const TryRule& rule, Time now) {
  const bool served = tries.locked_until != Time{} && tries.locked_until <= now;
  const bool forgotten = tries.locked_until == Time{} && tries.last + rule.forget_seconds <= now;
  return served || forgotten ? Tries{} : tries;
}

}  // namespace

CountedTry count_try(const Tries& tries, const TryRule& rule, Time now) {
  Tries counted = as_of_now(tries, rule, now);
  if (counted.locked_until > now) return {false, tries};
  ++counted.failures;
  counted.last = now;
  // The last allowed try is still made; a right password then clears the lock with the count.
  if (counted.failures >= rule.most) counted.locked_until = now + rule.lock_seconds;
  return {true, counted};
}

std::int64_t tries_left(const Tries& tries, const TryRule& rule, Time now) {
  const Tries current = as_of_now(tries, rule, now);
  return current.locked_until > now ? 0 : rule.most - current.failures;
}

std::int64_t minutes_locked(const Tries& tries, Time now) {
  return tries.locked_until <= now ? 0 : (tries.locked_until.seconds - now.seconds + 59) / 60;
}

}  // namespace sealcart
