#include "exchange/password_workers.h"

#include <string.h>

#include <cassert>

#include "seal/secret.h"

namespace sealcart::exchange {

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
    queue([&hash, &password, resolve] {
      const bool same = seal::verify_password(hash ? *hash : seal::impossible_password_hash(), password);
      resolve(hash.has_value() && same);
    });
  });
  explicit_bzero(password.data(), password.size());
  co_return right;
}

Task<std::string> PasswordWorkers::hash([[maybe_unused]] Seat seat, std::string password) {
  std::string made = co_await await_answer<std::string>(
      [&](auto resolve) { queue([&password, resolve] { resolve(seal::hash_password(password)); }); });
  explicit_bzero(password.data(), password.size());
  co_return made;
}

void PasswordWorkers::queue(std::function<void()> job) {
  std::lock_guard lock(mutex_);
  assert(!stopping_);
  jobs_.push_back(std::move(job));
  changed_.notify_one();
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

}  // namespace sealcart::exchange
