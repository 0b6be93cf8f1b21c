#include "http/loop.h"

#include <boost/asio/post.hpp>
#include <cassert>
#include <chrono>
#include <csignal>
#include <ctime>
#include <utility>

#include "core/wipe.h"

namespace sealcart::http {

std::int64_t steady_milliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

static std::string http_date() {
  std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[40];
  std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return std::string(text, length);
}

EventLoop::EventLoop(int index)
    : index_(index), work_(boost::asio::make_work_guard(context_)), ticker_(context_), date_(http_date()) {}

void EventLoop::post(std::function<void()> job) { boost::asio::post(context_, std::move(job)); }

void EventLoop::post_after(int milliseconds, std::function<void()> job) {
  auto timer = std::make_unique<boost::asio::steady_timer>(context_, std::chrono::milliseconds(milliseconds));
  auto& waiting = *timer;
  waiting.async_wait([timer = std::move(timer), job = std::move(job)](const boost::system::error_code& error) {
    if (!error) job();
  });
}

void EventLoop::wipe_stack_soon() {
  if (std::exchange(wipes_stack_, true)) return;
  post([this] {
    wipes_stack_ = false;
    wipe_stack();
  });
}

EventLoop& EventLoop::here() {
  auto* loop = dynamic_cast<EventLoop*>(Loop::current());
  assert(loop != nullptr);
  return *loop;
}

void EventLoop::tick() {
  date_ = http_date();
  std::int64_t now = steady_milliseconds();
  for (auto it = watched_.begin(); it != watched_.end();) {
    Watched& watched = *it++;
    if (watched.is_due(now)) watched.expire();
  }
  ticker_.expires_after(std::chrono::seconds(1));
  ticker_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void EventLoop::expire_all() {
  for (auto it = watched_.begin(); it != watched_.end();) {
    Watched& watched = *it++;
    watched.expire();
  }
}

void EventLoop::run() {
  set_current(this);
  tick();
  context_.run();
  // Stopped. Closing what is open lets the coroutines on it end here, on their own thread, and free what they hold. The
  // number of rounds is bounded because a job may post itself again for ever.
  expire_all();
  for (int round = 0; round < 1000; ++round) {
    context_.restart();
    if (context_.poll() == 0) break;
  }
  set_current(nullptr);
}

void EventLoop::stop() { context_.stop(); }

Loops::Loops(int threads) : impl_(std::make_unique<Impl>()) {
  assert(threads > 0);
  // A peer that closes while it is written to is an error of that write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  for (int i = 0; i < threads; ++i) impl_->loops.push_back(std::make_unique<EventLoop>(i));
  for (auto& loop : impl_->loops) impl_->threads.emplace_back([&loop = *loop] { loop.run(); });
}

Loops::~Loops() {
  stop();
  join();
}

int Loops::size() const { return static_cast<int>(impl_->loops.size()); }

Loop& Loops::at(int index) { return *impl_->loops.at(static_cast<std::size_t>(index)); }

void Loops::stop() {
  impl_->stopped = true;
  for (auto& loop : impl_->loops) loop->stop();
}

void Loops::join() {
  std::lock_guard lock(impl_->joining);
  for (std::thread& thread : impl_->threads) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace sealcart::http
