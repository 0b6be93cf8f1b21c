// The durable outbox: documents wait in the database until their partner took them. Sent in batches over kept
// connections with both sides' certificates, at least once, with exponential back-off and jitter.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "core/task.h"
#include "core/world.h"
#include "exchange/partners.h"
#include "exchange/store/outbox.h"
#include "http/client.h"
#include "sql/database.h"

namespace spdlog {
class logger;
}

namespace sealcart::exchange {

// Seconds until try number `attempt` (1, 2, …): doubling from 1 to 600, times 0.5 … 1.5 by `random`.
std::int64_t back_off(int attempt, Random& random);

class Outbox {
 public:
  Outbox(sql::Database& database, Partners& partners, http::Client& client, const Clock& clock, Random& random,
         spdlog::logger& log);
  // Runs on the loop it is spawned on until stop().
  Task<void> run();
  // A document was just committed: look at once. From any thread.
  void wake();
  void stop();

 private:
  Task<std::vector<store::Letter>> take_due();
  // How many there were; 0 also when what became of them could not be written.
  Task<std::size_t> send_due();
  Task<void> send_batch(std::string partner, std::vector<store::Letter> letters);
  sql::Database& database_;
  Partners& partners_;
  http::Client& client_;
  const Clock& clock_;
  Random& random_;
  spdlog::logger& log_;
  Task<void> rest();
  std::atomic<Loop*> loop_{nullptr};
  std::atomic<bool> woken_{false};
  std::atomic<bool> stopping_{false};
  bool written_ = true;          // what became of the last letters
  std::function<void()> rouse_;  // ends the present sleep; touched on the loop alone
};

}  // namespace sealcart::exchange
