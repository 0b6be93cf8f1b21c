#include "credit/web/bank.h"

#include <spdlog/logger.h>

#include <algorithm>

#include "credit/store/sign_in.h"

namespace sealcart::credit {
namespace {

constexpr std::int64_t prune_seconds = 60;

int bounded(const exchange::Config& config, std::string_view key, std::int64_t otherwise, std::int64_t least) {
  return static_cast<int>(std::clamp<std::int64_t>(config.integer(key, otherwise), least, 1024));
}

}  // namespace

Bank::Bank(const exchange::Party& its_party)
    : party(its_party),
      terms(read_terms(party.config)),
      secrets(party.keys.secret()),
      parcel_bytes(std::int64_t{bounded(party.config, "parcel_gigabytes", 8, 1)} << 30),
      parcel_secret(party.keys.secret().derive("parcel")),
      parcels(party.config.file),
      passwords(bounded(party.config, "password_workers", 1, 1), bounded(party.config, "password_queue", 32, 0)),
      loads(party.database, store::load_all),
      settlements(party.database, store::settle) {}

Task<void> Bank::tick() {
  const Time now = party.clock.now();
  if (now < last_prune_ + prune_seconds) co_return;
  last_prune_ = now;
  try {
    co_await party.database.write([now](sql::Connection& connection) { store::prune_tries(connection, now); });
  } catch (const sql::Error& error) {
    party.log.warn("pruning of sign-in tries: {}", error.what());
  }
}

void Bank::stop() {
  passwords.stop();
  worker.stop();
}

}  // namespace sealcart::credit
