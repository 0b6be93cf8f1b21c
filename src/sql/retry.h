// Bounded retry of a transaction that may succeed on a second try.
#pragma once

#include <chrono>
#include <thread>

#include "sql/database.h"

namespace sealcart::sql {

inline constexpr int most_attempts = 5;

// Runs `attempt` until it throws no Error of Kind::again, most_attempts times at most, waiting 5, 10, 20 … ms between.
template <class F>
void with_retry(F attempt) {
  for (int tried = 1;; ++tried) {
    try {
      attempt();
      return;
    } catch (const Error& error) {
      if (error.kind != Error::Kind::again || tried == most_attempts) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5 << (tried - 1)));
  }
}

}  // namespace sealcart::sql
