#include "shipping/desk/moving.h"

#include <algorithm>
#include <cassert>

#include "desk/store/audit.h"
#include "shipping/rules/scan.h"
#include "shipping/store/books.h"
#include "shipping/store/cash.h"

namespace sealcart::shipping {
namespace {

// Of a failure: one of ours, so that nothing of the addressee can stand in it.
Expected<std::string> reason_of(const Move& move) {
  if (move.step == Step::refuse) return std::string(refused_reason);
  if (move.step != Step::fail) return std::string();
  if (is_fail_reason(move.reason)) return move.reason;
  return problem(422, "fail-reason", "Say why it was not delivered: nobody-in, address-wrong, no-cash or damaged.");
}

Expected<void> tour_takes(sql::Connection& connection, std::int64_t tour) {
  const auto found = store::find_tour(connection, tour);
  if (!found) return problem(404, "tour-unknown", "There is no such tour.");
  if (found->closed) return problem(409, "tour-closed", "This tour's day has ended: open another one.");
  return {};
}

void collect(sql::Connection& connection, const Counter& counter, const store::Parcel& parcel, const Who& who) {
  if (!parcel.due) return;
  store::collect(connection, parcel, fee(counter.terms, parcel.due->minor), who.now);
  store::add_event(connection, parcel.id, ParcelState::collected, "", who.name, who.now);
  tell(connection, counter, parcel, ParcelState::collected, who.now);
}

// lock_depot is held: nobody else moves parcels meanwhile.
Expected<store::Parcel> move_locked(sql::Connection& connection, const Counter& counter, std::int64_t id,
                                    const Move& move, const Who& who) {
  auto parcel = store::find_parcel(connection, id);
  if (!parcel) return problem(404, "parcel-unknown", "There is no such parcel here.");
  auto reason = reason_of(move);
  if (!reason) return tl::unexpected(reason.error());
  const StepAnswer answer = decide(move.step, parcel->state, parcel->reason);
  if (answer.status == StepStatus::already) return *parcel;
  if (answer.status == StepStatus::not_now) {
    return problem(409, "parcel-state",
                   "The parcel is " + std::string(protocol::name(parcel->state)) + ": this step cannot follow.");
  }
  if (move.step == Step::dispatch) {
    if (auto takes = tour_takes(connection, move.tour); !takes) return tl::unexpected(takes.error());
  }
  const std::int64_t tour = move.step == Step::dispatch ? move.tour : parcel->tour;
  store::change_state(connection, *parcel, answer.state, *reason, tour, who.name, who.now);
  desk::store::append_audit(connection, who.now, who.name, "parcel-" + std::string(name(move.step)), parcel->number,
                            parcel_text(*parcel));
  tell(connection, counter, *parcel, answer.state, who.now);
  if (move.step == Step::deliver) collect(connection, counter, *parcel, who);
  return *parcel;
}

std::vector<store::Parcel> still_out(sql::Connection& connection, std::int64_t tour) {
  std::vector<store::Parcel> parcels = store::parcels_on(connection, tour);
  std::erase_if(parcels, [](const store::Parcel& parcel) { return parcel.state != ParcelState::dispatched; });
  return parcels;
}

// The results in the order of the parcels that are out.
Expected<std::vector<Brought>> brought_of(const std::vector<store::Parcel>& out,
                                          const std::vector<DayResult>& results) {
  std::vector<Brought> brought;
  for (const store::Parcel& parcel : out) {
    const auto result =
        std::find_if(results.begin(), results.end(), [&](const DayResult& one) { return one.parcel == parcel.id; });
    if (result == results.end()) {
      return problem(422, "tour-incomplete", "Say what became of parcel " + parcel_text(parcel) + ".");
    }
    if (result->step == Step::dispatch || result->step == Step::give_back) {
      return problem(422, "tour-incomplete",
                     "Parcel " + parcel_text(parcel) + " was delivered, not delivered, or refused.");
    }
    if (const auto reason = reason_of({result->step, result->reason, 0}); !reason)
      return tl::unexpected(reason.error());
    brought.push_back({parcel_text(parcel), result->step, parcel.due, result->collected});
  }
  return brought;
}

}  // namespace

Expected<store::Parcel> move(sql::Connection& connection, const Counter& counter, std::int64_t parcel, const Move& move,
                             const Who& who) {
  store::lock_depot(connection);
  return move_locked(connection, counter, parcel, move, who);
}

Expected<store::Parcel> named_parcel(sql::Connection& connection, std::string_view typed) {
  const Scanned scanned = read_scanned(typed);
  if (scanned.kind != Scanned::Kind::number) {
    return problem(422, "code-unreadable",
                   "Scan the over-label, or type the shipping number and, after '/', which parcel.");
  }
  const std::vector<store::Parcel> parcels = store::parcels_of(connection, scanned.text);
  if (scanned.n == 0 && parcels.size() > 1) {
    return problem(422, "parcel-which", "This number has several parcels: add '/' and which one.");
  }
  for (const store::Parcel& parcel : parcels) {
    if (scanned.n == 0 || parcel.parcel.n == scanned.n) return parcel;
  }
  return problem(404, "parcel-unknown", "There is no such parcel here.");
}

Expected<Sums> close_day(sql::Connection& connection, const Counter& counter, std::int64_t tour,
                         const std::vector<DayResult>& results, const Sums& counted, const Who& who) {
  store::lock_depot(connection);
  const auto known = store::find_tour(connection, tour);
  if (!known) return problem(404, "tour-unknown", "There is no such tour.");
  if (known->closed) return Sums();
  const std::vector<store::Parcel> out = still_out(connection, tour);
  const auto brought = brought_of(out, results);
  if (!brought) return tl::unexpected(brought.error());
  auto sums = count_cash(*brought, store::cash_at_driver(connection, tour), counted);
  if (!sums) return sums;
  // From here on nothing is refused: what was written would stay.
  for (const store::Parcel& parcel : out) {
    const auto result =
        std::find_if(results.begin(), results.end(), [&](const DayResult& one) { return one.parcel == parcel.id; });
    const auto moved = move_locked(connection, counter, parcel.id, {result->step, result->reason, tour}, who);
    assert(moved);
  }
  store::hand_in(connection, tour, who.now);
  store::close_tour(connection, tour, who.now);
  desk::store::append_audit(connection, who.now, who.name, "tour-close", "", known->day + " " + known->name);
  return sums;
}

}  // namespace sealcart::shipping
