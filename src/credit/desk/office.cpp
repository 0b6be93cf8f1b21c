#include "credit/desk/office.h"

#include <spdlog/logger.h>

#include <chrono>
#include <utility>

#include "core/day.h"
#include "credit/desk/runs.h"
#include "credit/store/statements.h"

namespace sealcart::credit {
namespace {

constexpr std::int64_t look_seconds = 60;
constexpr const char* by_itself = "desk";  // who did it, in the audit log

// By itself, so that a slow mail server holds up nothing else.
Task<void> forward(Forwarder& forwarder, spdlog::logger& log, std::promise<void> ended) {
  try {
    co_await forwarder.run();
  } catch (const std::exception& fault) {
    log.error("forwarding: {}", fault.what());
  }
  ended.set_value();
}

}  // namespace

Office::Office(desk::Desk& d)
    : desk(d),
      party(d.party),
      terms(read_terms(party.config)),
      secrets(party.keys.secret()),
      post_room(party),
      forwarder(d) {
  desk.menu = {{"/", "menu.home"},           {"/customers", "menu.customers"},   {"/settlements", "menu.settlements"},
               {"/ledger", "menu.ledger"},   {"/billing", "menu.billing"},       {"/payments", "menu.payments"},
               {"/payouts", "menu.payouts"}, {"/forwarding", "menu.forwarding"}, {"/mail", "menu.mail"}};
}

Task<void> Office::tick() {
  if (!forwarding_.valid() || forwarding_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    std::promise<void> ended;
    forwarding_ = ended.get_future();
    spawn(forward(forwarder, party.log, std::move(ended)));
  }
  post_room.wake();
  const Time now = party.clock.now();
  if (now < last_look_ + look_seconds) co_return;
  last_look_ = now;
  co_await do_what_is_due(now);
}

Task<void> Office::do_what_is_due(Time now) {
  const auto expired = co_await worker.run([&] { return run_expiry(party.database, terms, now); });
  if (expired > 0) party.log.info("{} authorisations were released, their time being over", expired);
  if (terms.billing_day == 0) co_return;
  const Time until = monthly_day(terms.billing_day, now);
  const bool done =
      co_await party.database.read([&](sql::Connection& c) { return store::bill_run_noted(c, day_number(until)); });
  if (done) {
    co_await worker.run([&] { return run_reminders(party.database, terms, now); });
    co_return;
  }
  const auto report = co_await worker.run([&] { return run_billing(party.database, terms, until, {by_itself, now}); });
  if (report) party.log.info("billing: {} statements, {} reminders", report->statements, report->reminders);
}

void Office::stop() {
  forwarder.stop();
  if (forwarding_.valid()) forwarding_.wait();  // the loops still run: it comes to its end
  worker.stop();
  post_room.stop();
}

}  // namespace sealcart::credit
