// The mall's windows that wait for a result (seed S322): event streams that are told at once when this process takes
// the result, and within a second when another process did.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/task.h"
#include "core/world.h"
#include "mall/rules/purchase.h"

namespace sealcart::mall {

inline constexpr std::int64_t keep_alive_seconds = 15;

class Waiting {
 public:
  // The outcome when it comes; nullopt after keep_alive_seconds without, or at the end. Call on a loop.
  Task<std::optional<State>> outcome(std::string number, Time now);
  // Any thread. `state` is final.
  void settled(const std::string& number, State state);
  // Purchases that are waited for, each once.
  std::vector<std::string> numbers() const;
  // Lets go those that waited for keep_alive_seconds, so that a stream whose client has left is noticed.
  void let_go(Time now);
  // Lets all go, and whoever comes after.
  void stop();

 private:
  struct Waiter {
    Time since;
    std::function<void(std::optional<State>)> resolve;
  };
  mutable std::mutex mutex_;
  std::unordered_multimap<std::string, Waiter> waiters_;  // by purchase number
  bool stopped_ = false;
};

}  // namespace sealcart::mall
