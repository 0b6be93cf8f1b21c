// What the endpoints of a credit company share, made once by main.
#pragma once

#include "core/task.h"
#include "credit/rules/terms.h"
#include "credit/store/digital_parcels.h"
#include "credit/store/parcel_files.h"
#include "credit/store/secrets.h"
#include "credit/store/settle.h"
#include "exchange/party.h"
#include "exchange/password_workers.h"
#include "exchange/worker.h"
#include "sql/database.h"

namespace sealcart::credit {

struct Bank {
  // Settings of [credit]: password_workers (default 1), password_queue (default 32), parcel_gigabytes (default 8: of a
  // mall's parcels of data that have not wholly arrived).
  explicit Bank(const exchange::Party& party);

  Task<void> tick();  // once a second, on one loop
  void stop();        // before the loops end

  const exchange::Party& party;
  const Terms terms;
  const store::Secrets secrets;
  const std::int64_t parcel_bytes;
  const seal::Secret parcel_secret;  // of links to parcels
  const store::ParcelFiles parcels;
  exchange::PasswordWorkers passwords;
  exchange::Worker worker;  // on which parcels' bytes are written
  sql::ReadGroup<store::Load> loads;
  sql::Group<store::Settle> settlements;

 private:
  Time last_prune_;
};

}  // namespace sealcart::credit
