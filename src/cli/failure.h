// How a verb ends when it cannot do its work.
#pragma once

#include <stdexcept>
#include <string>

#include "core/problem.h"

namespace sealcart::cli {

// Printed as "sealcart: message" on stderr; exit code 1. The message says what to do next.
struct Failure : std::runtime_error {
  explicit Failure(const std::string& message) : std::runtime_error(message) {}
};

// The value, or Failure with the problem's own words.
template <class T>
T value_or_fail(Expected<T> result) {
  if (!result) throw Failure(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace sealcart::cli
