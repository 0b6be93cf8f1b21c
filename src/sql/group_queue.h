// The queue before a group commit: hands the committing thread everything that waits, and lets it wait for company,
// since a commit costs the same for one as for a hundred. Who submits on an event loop is company for as long as that
// loop has something else ready to do, which may submit as well; elsewhere only time can tell.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/task.h"

namespace sealcart::sql {

// The event loops that submitted something and may have more. Shared with jobs that they run, which may come when the
// queue is gone.
class BusyLoops : public std::enable_shared_from_this<BusyLoops> {
 public:
  std::mutex mutex;
  std::condition_variable changed;  // also that the queue's items did

  bool any() const { return !submitted_.empty(); }
  // With the mutex held. True when the loop was at rest: watch() is to be called without the mutex.
  bool note(Loop& loop) { return submitted_[&loop]++ == 0; }
  void watch(Loop& loop) { look_again(loop, 1, 0); }

 private:
  // A loop takes up what became ready between the first and the second of these jobs, and has done it by the third. So
  // when two in a row find nothing new it is at rest.
  void look_again(Loop& loop, std::size_t known, int quiet) {
    loop.post([self = shared_from_this(), &loop, known, quiet] {
      std::size_t now = 0;
      {
        std::lock_guard lock(self->mutex);
        const auto at = self->submitted_.find(&loop);
        now = at->second;
        if (now == known && quiet > 0) {
          self->submitted_.erase(at);
          now = 0;
        }
      }
      if (now == 0) {
        self->changed.notify_one();
      } else {
        self->look_again(loop, now, now == known ? quiet + 1 : 0);
      }
    });
  }

  std::map<Loop*, std::size_t> submitted_;  // how much, since it was at rest
};

template <class T>
class GroupQueue {
 public:
  // `wait_us`: longest wait for company that only time can tell, 0 for none at all. `enough`: a group of this size
  // waits no longer. `longest_round`: a loop that has so much to do is saturated: its requests wait longer for it.
  GroupQueue(int wait_us, std::size_t enough, std::chrono::milliseconds longest_round = std::chrono::milliseconds(10))
      : wait_(wait_us), enough_(enough), longest_round_(longest_round) {}

  void push(T item) {
    Loop* const loop = wait_.count() > 0 ? Loop::current() : nullptr;
    bool wake, watch;
    {
      std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
      wake = items_.size() == 1 || items_.size() == enough_;
      watch = loop != nullptr && loops_->note(*loop);
      if (loop == nullptr) from_elsewhere_ = true;
    }
    if (watch) loops_->watch(*loop);
    if (wake) changed_.notify_one();
  }

  // Blocks until there is something, then takes up to `most` in order. Empty only after close(), when all is taken.
  // For one consumer.
  std::vector<T> take(std::size_t most) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !items_.empty() || closed_; });
    if (items_.size() > 1) load_ = memory;
    wait_for_loops(lock);
    if (from_elsewhere_ && load_ > 0) wait_for_company(lock);
    from_elsewhere_ = false;
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
  void wait_for_loops(std::unique_lock<std::mutex>& lock) {
    changed_.wait_for(lock, longest_round_, [this] { return closed_ || items_.size() >= enough_ || !loops_->any(); });
  }
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
  const std::chrono::milliseconds longest_round_;
  const std::shared_ptr<BusyLoops> loops_ = std::make_shared<BusyLoops>();
  std::mutex& mutex_ = loops_->mutex;
  std::condition_variable& changed_ = loops_->changed;
  std::deque<T> items_;
  bool from_elsewhere_ = false;  // some of the items
  int load_ = 0;
  bool closed_ = false;
};

}  // namespace sealcart::sql
