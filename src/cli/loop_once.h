// Runs one coroutine to its end from a blocking command.
#pragma once

#include <exception>
#include <future>
#include <type_traits>
#include <utility>

#include "core/task.h"
#include "http/server.h"

namespace sealcart::cli {

template <class Make>
auto run_on(http::Loops& loops, Make make) {
  using T = decltype(std::declval<std::invoke_result_t<Make&>>().operator co_await().await_resume());
  std::promise<T> promise;
  loops.at(0).post([&] {
    spawn([](Make& start, std::promise<T>& result) -> Task<void> {
      try {
        result.set_value(co_await start());
      } catch (...) {
        result.set_exception(std::current_exception());
      }
    }(make, promise));
  });
  return promise.get_future().get();
}

}  // namespace sealcart::cli
