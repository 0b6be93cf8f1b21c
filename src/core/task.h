// A lazily started coroutine and the way back to the event loop it runs on. No dependency on any I/O library, so that
// endpoint files compile in a second and the same handlers can run under a simulated loop.
#pragma once

#include <coroutine>
#include <cstdlib>
#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

namespace sealcart {

// An event loop bound to one thread. Everything a request does runs on the loop that accepted it.
class Loop {
 public:
  virtual ~Loop() = default;
  // Runs `job` on this loop's thread, later, never inside the call. Callable from any thread.
  virtual void post(std::function<void()> job) = 0;
  // Runs `job` on this loop's thread after at least `milliseconds`.
  virtual void post_after(int milliseconds, std::function<void()> job) = 0;

  // The loop whose thread this is; nullptr outside of one.
  static Loop* current() { return current_; }
  static void set_current(Loop* loop) { current_ = loop; }

 private:
  static inline thread_local Loop* current_ = nullptr;
};

template <class T>
class Task;

namespace detail {

struct PromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();
  std::exception_ptr error;

  struct Final {
    bool await_ready() noexcept { return false; }
    template <class P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> self) noexcept {
      return self.promise().continuation;
    }
    void await_resume() noexcept {}
  };
  std::suspend_always initial_suspend() noexcept { return {}; }
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
};

template <class T>
struct Promise : PromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  template <class U>
  void return_value(U&& result) {
    value.emplace(std::forward<U>(result));
  }
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() {}
  void take() {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace detail

// Owns its coroutine frame; starts when awaited; an exception inside comes out of the await.
template <class T = void>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  auto operator co_await() && noexcept {
    struct Awaiter {
      Handle handle;
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
        handle.promise().continuation = caller;
        return handle;
      }
      T await_resume() { return handle.promise().take(); }
    };
    return Awaiter{handle_};
  }

 private:
  Handle handle_;
};

namespace detail {
template <class T>
Task<T> Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    // A detached task has nobody to tell: what it cannot handle itself is a bug of ours.
    void unhandled_exception() { std::abort(); }
  };
};
}  // namespace detail

// Starts `task` at once on the calling thread and lets it run on by itself.
inline void spawn(Task<void> task) {
  [](Task<void> running) -> detail::Detached { co_await std::move(running); }(std::move(task));
}

// Awaits something that another thread (or a later event) answers. `start` is called with a resolver, which is called
// exactly once, from any thread; the coroutine goes on on the loop that it was suspended on.
template <class T, class Start>
auto await_answer(Start start) {
  struct Awaiter {
    Start start;
    std::optional<T> value;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) {
      Loop* loop = Loop::current();
      if (loop == nullptr) std::abort();
      start([this, self, loop](T answer) {
        value.emplace(std::move(answer));
        loop->post([self] { self.resume(); });
      });
    }
    T await_resume() { return std::move(*value); }
  };
  return Awaiter{std::move(start), std::nullopt};
}

// Awaits `milliseconds` on the current loop.
inline auto pause(int milliseconds) {
  struct Awaiter {
    int milliseconds;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) {
      Loop* loop = Loop::current();
      if (loop == nullptr) std::abort();
      loop->post_after(milliseconds, [self] { self.resume(); });
    }
    void await_resume() noexcept {}
  };
  return Awaiter{milliseconds};
}

}  // namespace sealcart
