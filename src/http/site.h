// What all connections of one Server share.
#pragma once

#include <algorithm>
#include <boost/intrusive/list.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/codec.h"
#include "http/rate.h"
#include "http/router.h"
#include "http/server.h"
#include "http/tls_context.h"

namespace sealcart::http {

// What one request needs while it runs. Kept for the next one, on whatever connection that comes.
struct Exchange {
  explicit Exchange(const Limits& limits);

  Request request;
  RequestReader reader;
  std::string in;  // received and not yet parsed: [begin, end)
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t reached = 0;  // what lies behind was not written to since it was wiped
  std::string out;

  bool has_bytes() const { return begin < end; }
  void received(std::size_t count) {
    end += count;
    reached = std::max(reached, end);
  }
  // Overwrites all but what is not yet parsed, in a process that wipes (core/wipe.h).
  void wipe_used();
};

class Stoppable : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Stoppable() = default;
  // Ends at once when idle, else after the present request. May not destroy others.
  virtual void stop() = 0;
};

// The part of a server that lives on one loop's thread.
struct Lane {
  boost::intrusive::list<Stoppable, boost::intrusive::constant_time_size<false>> running;
  std::vector<std::unique_ptr<Exchange>> spare;
};

struct Site {
  Site(int loops, Listen listening, Hooks hooking);

  Listen listen;
  Hooks hooks;
  Router router;
  RateLimit rate;
  TlsSource tls;
  std::vector<Lane> lanes;  // by the loop's index
  std::atomic<bool> stopping = false;

  void warn(const std::string& what) const;
  // The page for an error that no handler answered.
  Response failure(const Request& request, int status) const;
  std::unique_ptr<Exchange> take_exchange(Lane& lane) const;
  void give_back(Lane& lane, std::unique_ptr<Exchange> exchange) const;

  // Counts what stop() waits for: connections and accepting loops.
  class Permit {
   public:
    explicit Permit(std::shared_ptr<Site> site);
    Permit(Permit&&) = default;
    ~Permit() { release(); }
    void release();

   private:
    std::shared_ptr<Site> site_;
  };
  std::size_t running() const { return running_; }
  // False when some still run after `seconds`.
  bool wait_until_idle(int seconds);

 private:
  std::atomic<std::size_t> running_ = 0;
  std::mutex mutex_;
  std::condition_variable idle_;
};

}  // namespace sealcart::http
