// What the endpoints of a credit company share, made once by main.
#pragma once

#include "core/task.h"
#include "credit/rules/terms.h"
#include "credit/store/secrets.h"
#include "credit/store/settle.h"
#include "exchange/party.h"
#include "exchange/password_workers.h"
#include "sql/database.h"

namespace sealcart::credit {

struct Bank {
  // Settings of [credit]: password_workers (default 1), password_queue (default 32).
  explicit Bank(const exchange::Party& party);

  Task<void> tick();  // once a second, on one loop
  void stop();        // before the loops end

  const exchange::Party& party;
  const Terms terms;
  const store::Secrets secrets;
  exchange::PasswordWorkers passwords;
  sql::ReadGroup<store::Load> loads;
  sql::Group<store::Settle> settlements;

 private:
  Time last_prune_;
};

}  // namespace sealcart::credit
