// Threads that check passwords: slow on purpose, few on purpose, and never on an event loop.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/task.h"

namespace sealcart::exchange {

class PasswordWorkers {
 public:
  // `queue`: how many may wait besides those being checked.
  PasswordWorkers(int threads, int queue);
  ~PasswordWorkers();  // checks what is queued, then ends the threads

  // A place in the queue, taken before anything is counted against the customer, and given back by its end.
  class Seat {
   public:
    explicit Seat(PasswordWorkers& workers) : workers_(&workers) {}
    Seat(Seat&& other) noexcept : workers_(std::exchange(other.workers_, nullptr)) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (workers_ != nullptr) ++workers_->free_;
    }

   private:
    PasswordWorkers* workers_;
  };
  // nullopt when all places are taken: the customer is asked to come back in a few seconds.
  std::optional<Seat> reserve();

  // Whether `password` is the one of `hash`; without a hash the same work is done and the answer is false. The password
  // is wiped.
  Task<bool> verify(Seat seat, std::optional<std::string> hash, std::string password);

  // seal::hash_password. The password is wiped.
  Task<std::string> hash(Seat seat, std::string password);

  // Ends the threads after what is queued. No verify() may follow.
  void stop();

 private:
  void run();
  void queue(std::function<void()> job);
  std::atomic<int> free_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sealcart::exchange
