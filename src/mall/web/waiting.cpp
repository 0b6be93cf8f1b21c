#include "mall/web/waiting.h"

namespace sealcart::mall {

Task<bool> Waiting::more_than(std::string purchase, std::int64_t answered, Time now) {
  co_return co_await await_answer<bool>([&](auto resolve) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopped_) {
        waiters_.emplace(purchase, Waiter{answered, now, resolve});
        return;
      }
    }
    resolve(false);
  });
}

template <class Is>
void Waiting::resolve(const std::string& purchase, Is is) {
  std::vector<Waiter> woken;
  {
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = waiters_.equal_range(purchase);
    for (auto at = begin; at != end;) {
      if (is(at->second)) {
        woken.push_back(std::move(at->second));
        at = waiters_.erase(at);
      } else {
        ++at;
      }
    }
  }
  for (Waiter& waiter : woken) waiter.resolve(true);
}

void Waiting::answered(const std::string& purchase, std::int64_t count) {
  resolve(purchase, [&](const Waiter& waiter) { return waiter.answered < count; });
}

void Waiting::one_more(const std::string& purchase) {
  resolve(purchase, [](const Waiter&) { return true; });
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
  for (Waiter& waiter : tired) waiter.resolve(false);
}

void Waiting::stop() {
  std::unordered_multimap<std::string, Waiter> all;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    all.swap(waiters_);
  }
  for (auto& [number, waiter] : all) waiter.resolve(false);
}

}  // namespace sealcart::mall
