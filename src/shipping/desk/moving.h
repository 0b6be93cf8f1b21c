// What becomes of parcels after they were received (seed S1225 to S1227): steps of one parcel, and a driver's end of
// day. Everything inside one transaction: state, history, cash, the mall's letter, the audit log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "shipping/desk/counter.h"
#include "shipping/rules/parcel_steps.h"
#include "shipping/store/tours.h"

namespace sealcart::shipping {

struct Move {
  Step step = Step::dispatch;
  std::string reason;     // of a failure
  std::int64_t tour = 0;  // of a dispatch
};
// The parcel as it is afterwards; a step that was taken before changes nothing. Problems: 404 "parcel-unknown", 409
// "parcel-state", 422 "fail-reason", 409 "tour-closed".
Expected<store::Parcel> move(sql::Connection& connection, const Counter& counter, std::int64_t parcel, const Move& move,
                             const Who& who);

// The parcel that an over-label's code, or a shipping number of one parcel, names. Problems: 422 "code-unreadable"
// (also for a mall's own label), 404 "parcel-unknown", 422 "parcel-which" when the number has several.
Expected<store::Parcel> named_parcel(sql::Connection& connection, std::string_view typed);

struct DayResult {
  std::int64_t parcel = 0;
  Step step = Step::deliver;
  std::string reason;
  std::int64_t collected = 0;  // minor units of the parcel's currency
};
// Every parcel that is still out on the tour has a result; the cash that was counted is all there must be. All or
// nothing. Closed twice: nothing. Problems: 404 "tour-unknown", 422 "tour-incomplete", those of count_cash and move.
Expected<Sums> close_day(sql::Connection& connection, const Counter& counter, std::int64_t tour,
                         const std::vector<DayResult>& results, const Sums& counted, const Who& who);

}  // namespace sealcart::shipping
