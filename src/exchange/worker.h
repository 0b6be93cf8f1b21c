// One thread for what blocks for long: encrypting, sending mail, syncing files. Never an event loop's.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>

#include "core/task.h"

namespace sealcart::exchange {

class Worker {
 public:
  Worker();
  ~Worker();

  // Runs `work` after what was given before, and resumes with what it returned or threw. Call on a loop.
  template <class F>
  Task<std::invoke_result_t<F>> run(F work) {
    using T = std::invoke_result_t<F>;
    std::optional<std::conditional_t<std::is_void_v<T>, bool, T>> result;
    const std::exception_ptr error = co_await await_answer<std::exception_ptr>([&](auto resolve) {
      queue([&, resolve] {
        std::exception_ptr fault;
        try {
          if constexpr (std::is_void_v<T>) {
            work();
          } else {
            result.emplace(work());
          }
        } catch (...) {
          fault = std::current_exception();
        }
        resolve(fault);
      });
    });
    if (error) std::rethrow_exception(error);
    if constexpr (!std::is_void_v<T>) co_return std::move(*result);
  }

  // Ends the thread after the work that it is doing; what waits is not done, and who awaits it is not resumed.
  void stop();

 private:
  void run_all();
  void queue(std::function<void()> job);
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sealcart::exchange
