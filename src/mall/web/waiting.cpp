#include "mall/web/waiting.h"

#include <cassert>

namespace sealcart::mall {

Task<std::optional<State>> Waiting::outcome(std::string number, Time now) {
  co_return co_await await_answer<std::optional<State>>([&](auto resolve) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopped_) {
        waiters_.emplace(number, Waiter{now, resolve});
        return;
      }
    }
    resolve(std::nullopt);
  });
}

void Waiting::settled(const std::string& number, State state) {
  assert(state != State::pending);
  std::vector<Waiter> woken;
  {
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = waiters_.equal_range(number);
    for (auto at = begin; at != end; ++at) woken.push_back(std::move(at->second));
    waiters_.erase(begin, end);
  }
  for (Waiter& waiter : woken) waiter.resolve(state);
}

std::vector<std::string> Waiting::numbers() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> numbers;
  // Equal keys lie side by side.
  for (const auto& [number, waiter] : waiters_) {
    if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
  }
  return numbers;
}

void Waiting::let_go(Time now) {
  std::vector<Waiter> tired;
  {
    const std::lock_guard lock(mutex_);
    for (auto at = waiters_.begin(); at != waiters_.end();) {
      if (at->second.since + keep_alive_seconds > now) {
        ++at;
      } else {
        tired.push_back(std::move(at->second));
        at = waiters_.erase(at);
      }
    }
  }
  for (Waiter& waiter : tired) waiter.resolve(std::nullopt);
}

void Waiting::stop() {
  std::unordered_multimap<std::string, Waiter> all;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    all.swap(waiters_);
  }
  for (auto& [number, waiter] : all) waiter.resolve(std::nullopt);
}

}  // namespace sealcart::mall
