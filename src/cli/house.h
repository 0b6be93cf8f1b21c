// What every long-running process of a party stands on: its log, database, keys, partners and loops, in the order in
// which they need each other; and how it waits for its end.
#pragma once

#include <signal.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "cli/clock.h"
#include "exchange/meetings.h"
#include "exchange/party.h"
#include "http/server.h"

namespace sealcart::cli {

// Signals are taken by the main thread alone; every other thread is started with them blocked. Called before any
// thread.
sigset_t block_signals();

struct House {
  // Opens the database and brings its tables up to date. `origin` and `log_file` are of the pages that this process
  // serves; `threads`: event loops.
  House(exchange::Config loaded, const std::string& origin, const std::string& log_file,
        std::vector<std::string> page_folders, int threads);

  http::Hooks hooks();

  const exchange::Config config;
  const std::string origin;
  const SystemClock clock;
  const std::shared_ptr<spdlog::logger> log;
  const std::unique_ptr<sql::Database> database;
  exchange::KeyRing keys;
  const render::Pages pages;
  exchange::Partners partners;
  exchange::Meetings meetings;
  http::Loops loops;
  http::Client client;
  exchange::Outbox outbox;
  exchange::Party party;
};

// Calls `tick` once a second on a loop of the house, until stop() or the end.
class Ticking {
 public:
  Ticking(House& house, std::function<Task<void>()> tick);
  ~Ticking() { stop(); }
  void stop();  // waits for a tick that is under way

 private:
  std::atomic<bool> stopping_{false};
  std::future<void> ended_;
};

// Until SIGTERM or SIGINT. Certificates and keys are read again every two seconds when they changed, and at SIGHUP.
void wait_for_end(House& house, const sigset_t& signals, const std::vector<http::Server*>& servers);

}  // namespace sealcart::cli
