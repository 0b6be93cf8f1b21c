// The queue before a group commit: hands the committing thread everything that waits, and under load lets it wait a
// little for company, since a commit costs the same for one as for a hundred.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace sealcart::sql {

template <class T>
class GroupQueue {
 public:
  // `wait_us`: longest wait for company. `enough`: a group of this size waits no longer.
  GroupQueue(int wait_us, std::size_t enough) : wait_(wait_us), enough_(enough) {}

  void push(T item) {
    bool wake;
    {
      std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
      wake = items_.size() == 1 || items_.size() == enough_;
    }
    if (wake) changed_.notify_one();
  }

  // Blocks until there is something, then takes up to `most` in order. Empty only after close(), when all is taken.
  // For one consumer.
  std::vector<T> take(std::size_t most) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !items_.empty() || closed_; });
    if (items_.size() > 1) load_ = memory;
    if (load_ > 0) wait_for_company(lock);
    const std::size_t n = std::min(most, items_.size());
    if (n > 1) {
      load_ = memory;
    } else if (load_ > 0) {
      --load_;
    }
    const auto end = items_.begin() + static_cast<std::ptrdiff_t>(n);
    std::vector<T> taken(std::make_move_iterator(items_.begin()), std::make_move_iterator(end));
    items_.erase(items_.begin(), end);
    return taken;
  }

  // To be called when a group is committed and before its members are told: whoever is queued by then is a second
  // submitter, while one who comes after the telling may be the same again, whom waiting would only slow down.
  void note_company() {
    std::lock_guard lock(mutex_);
    if (!items_.empty()) load_ = memory;
  }

  // take() waits no more and returns empty when nothing is left.
  void close() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }

 private:
  // Until the time is over, enough are there, or nobody came for a quarter of the time.
  void wait_for_company(std::unique_lock<std::mutex>& lock) {
    const auto deadline = std::chrono::steady_clock::now() + wait_;
    while (!closed_ && items_.size() < enough_ && std::chrono::steady_clock::now() < deadline) {
      const std::size_t before = items_.size();
      changed_.wait_for(lock, wait_ / 4, [this] { return closed_ || items_.size() >= enough_; });
      if (items_.size() == before) return;
    }
  }

  static constexpr int memory = 8;  // groups of one in a row after which the load counts as over

  const std::chrono::microseconds wait_;
  const std::size_t enough_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
  int load_ = 0;
  bool closed_ = false;
};

}  // namespace sealcart::sql
