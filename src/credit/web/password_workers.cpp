#include "credit/web/password_workers.h"

#include <string.h>

#include <cassert>

#include "seal/secret.h"

namespace sealcart::credit {

PasswordWorkers::PasswordWorkers(int threads, int queue) : free_(threads + queue) {
  assert(threads > 0 && queue >= 0);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

PasswordWorkers::~PasswordWorkers() { stop(); }

void PasswordWorkers::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

std::optional<PasswordWorkers::Seat> PasswordWorkers::reserve() {
  int seats = free_.load();
  while (seats > 0) {
    if (free_.compare_exchange_weak(seats, seats - 1)) return Seat(*this);
  }
  return std::nullopt;
}

Task<bool> PasswordWorkers::verify([[maybe_unused]] Seat seat, std::optional<std::string> hash, std::string password) {
  const bool right = co_await await_answer<bool>([&](auto resolve) {
    std::lock_guard lock(mutex_);
    assert(!stopping_);
    jobs_.push_back([&hash, &password, resolve] {
      const bool same = seal::verify_password(hash ? *hash : seal::impossible_password_hash(), password);
      resolve(hash.has_value() && same);
    });
    changed_.notify_one();
  });
  explicit_bzero(password.data(), password.size());
  co_return right;
}

void PasswordWorkers::run() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace sealcart::credit
