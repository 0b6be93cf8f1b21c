// What the endpoints of a credit company's desk share, made once by main.
#pragma once

#include <future>

#include "core/task.h"
#include "credit/desk/forward.h"
#include "credit/desk/post_room.h"
#include "credit/rules/terms.h"
#include "credit/store/secrets.h"
#include "desk/desk.h"
#include "exchange/worker.h"

namespace sealcart::credit {

struct Office {
  explicit Office(desk::Desk& desk);

  // Once a second, on one loop: mail that is due; once a minute what ran out, and the month's billing run.
  Task<void> tick();
  void stop();  // before the loops end

  desk::Desk& desk;
  const exchange::Party& party;
  const Terms terms;
  const store::Secrets secrets;  // of card numbers and check words
  exchange::Worker worker;
  PostRoom post_room;
  Forwarder forwarder;

 private:
  Task<void> do_what_is_due(Time now);
  Time last_look_;
  std::future<void> forwarding_;  // the end of the last round
};

}  // namespace sealcart::credit
