// What the company does from time to time, from the desk and from the command line. All block: for the command line and
// the desk's worker. Each is many short transactions, so that payments go on meanwhile, and may be begun again at any
// point: nothing is done twice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "core/world.h"
#include "credit/rules/terms.h"
#include "credit/store/payments.h"
#include "exchange/config.h"
#include "exchange/keys.h"
#include "exchange/partners.h"
#include "sql/database.h"

namespace sealcart::credit {

// Who asks, for the audit log, and when.
struct Asker {
  std::string operator_name;
  Time now;
};

// Releases authorisations whose time is over: how many.
std::int64_t run_expiry(sql::Database& database, const Terms& terms, Time now);

// Raises and queues the reminders that are due: how many.
std::int64_t run_reminders(sql::Database& database, const Terms& terms, Time now);

// Statements of all before `until`, the begin of a day, then the reminders that are due. Each day of the calendar is
// billed once, also when it began at another moment since the company has set its time zone anew. 422 "bill-until"
// unless `until` has come.
struct BillReport {
  std::int64_t statements = 0, reminders = 0;
};
Expected<BillReport> run_billing(sql::Database& database, const Terms& terms, Time until, const Asker& asker);
// The begin of a day, typed as "2026-11-30". 422 "bill-until".
Expected<Time> bill_until(std::string_view text);

// Takes a camt.053 file in. Statements of other accounts than ours are left out. Problems: those of bank::camt053 and
// own_account; 422 "statement-foreign-account" when none is of an account of ours.
struct ImportReport {
  std::int64_t statements = 0, foreign = 0, items = 0;
  store::Booked booked;
};
Expected<ImportReport> import_statement(sql::Database& database, const exchange::Config& config, std::string_view bytes,
                                        const std::string& name, const Asker& asker);

// Pays the malls what may be paid now: for each currency one payment order, for each mall one transfer and its
// remittance advice. A mall without an account, or that owes more than it is owed, is left for the next run.
struct PayoutReport {
  struct Run {
    std::int64_t id = 0;
    std::string currency;
    std::int64_t payouts = 0, total = 0;
  };
  std::vector<Run> runs;
  struct Left {
    std::string mall, currency, code;  // "mall-account-missing", "owes-more", or a code of own_account
  };
  std::vector<Left> left;
};
struct PayoutMeans {
  sql::Database& database;
  const exchange::Config& config;
  const exchange::KeyRing& keys;
  const exchange::Partners& partners;
  Random& random;
};
PayoutReport run_payouts(const PayoutMeans& means, const Terms& terms, const Asker& asker);

}  // namespace sealcart::credit
