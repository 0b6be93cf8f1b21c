// A thread of the desk for what takes long: a billing run, a bank's file. One after the other; the pages go on
// meanwhile.
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

namespace sealcart::credit {

class Worker {
 public:
  Worker();
  ~Worker() { stop(); }
  void stop();  // after what is queued

  // Runs `f` on the thread; what it throws comes out here.
  template <class F>
  Task<std::invoke_result_t<F>> run(F f) {
    std::optional<std::invoke_result_t<F>> result;
    const std::exception_ptr error = co_await await_answer<std::exception_ptr>([&](auto resolve) {
      queue([&f, &result, resolve]() mutable {
        std::exception_ptr thrown;
        try {
          result.emplace(f());
        } catch (...) {
          thrown = std::current_exception();
        }
        resolve(thrown);
      });
    });
    if (error) std::rethrow_exception(error);
    co_return std::move(*result);
  }

 private:
  void queue(std::function<void()> job);
  void work();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sealcart::credit
