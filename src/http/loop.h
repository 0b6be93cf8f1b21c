// The event loop of one thread, over Boost.Asio, and what it watches for being too slow.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/task.h"
#include "http/server.h"

namespace sealcart::http {

// Milliseconds of the steady clock: for deadlines and durations.
std::int64_t steady_milliseconds();

// Something with a deadline. A timer per operation would cost more than the operation, so the loop looks through all of
// them once a second.
class Watched : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Watched() = default;
  // Called on the loop's thread when the deadline has passed, and when the loop stops. May destroy only itself.
  virtual void expire() = 0;

  void expire_in(int seconds) { deadline_ = steady_milliseconds() + std::int64_t{1000} * seconds; }
  void expire_at(std::int64_t milliseconds) { deadline_ = milliseconds; }
  void expire_never() { deadline_ = never; }
  bool is_due(std::int64_t now) const { return deadline_ <= now; }

 private:
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
  std::int64_t deadline_ = never;
};

class EventLoop final : public Loop {
 public:
  explicit EventLoop(int index);
  void post(std::function<void()> job) override;
  void post_after(int milliseconds, std::function<void()> job) override;

  // The loop whose thread this is; one must be.
  static EventLoop& here();
  int index() const { return index_; }
  boost::asio::io_context& context() { return context_; }
  // On the loop's thread. Ends when `watched` is destroyed.
  void watch(Watched& watched) { watched_.push_back(watched); }
  // The Date header's value (RFC 9110 section 5.6.7), at most a second old. On the loop's thread.
  std::string_view date() const { return date_; }
  // Overwrites what requests left on this thread's stack: once for all that the loop has at hand, since that is more to
  // write than any of them needs. On the loop's thread.
  void wipe_stack_soon();

  void run();   // until stop(); on its own thread
  void stop();  // from any thread

 private:
  void tick();
  void expire_all();

  int index_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer ticker_;
  boost::intrusive::list<Watched, boost::intrusive::constant_time_size<false>> watched_;
  std::string date_;
  bool wipes_stack_ = false;  // soon
};

struct Loops::Impl {
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::vector<std::thread> threads;
  std::mutex joining;
  std::atomic<bool> stopped = false;
};

}  // namespace sealcart::http
