// The mall's windows that wait for an answer (seed S322, S1222): event streams that are told at once when this process
// takes one, and within a second when another process did.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/task.h"
#include "core/world.h"

namespace sealcart::mall {

inline constexpr std::int64_t keep_alive_seconds = 15;

class Waiting {
 public:
  // Until more than `answered` of the purchase's hand-overs have their answer: true. False after keep_alive_seconds
  // without, or at the end. Call on a loop.
  Task<bool> more_than(std::string purchase, std::int64_t answered, Time now);
  // Any thread. So many have their answer now; the second form: one more has.
  void answered(const std::string& purchase, std::int64_t count);
  void one_more(const std::string& purchase);
  // Purchases that are waited for, each once.
  std::vector<std::string> numbers() const;
  // Lets go those that waited for keep_alive_seconds, so that a stream whose client has left is noticed.
  void let_go(Time now);
  // Lets all go, and whoever comes after.
  void stop();

 private:
  struct Waiter {
    std::int64_t answered;
    Time since;
    std::function<void(bool)> resolve;
  };
  template <class Is>
  void resolve(const std::string& purchase, Is is);
  mutable std::mutex mutex_;
  std::unordered_multimap<std::string, Waiter> waiters_;  // by purchase number
  bool stopped_ = false;
};

}  // namespace sealcart::mall
