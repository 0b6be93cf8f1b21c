// What the endpoints of a credit company's desk share, made once by main.
#pragma once

#include "core/task.h"
#include "credit/desk/forward.h"
#include "desk/desk.h"

namespace sealcart::credit {

struct Office {
  explicit Office(desk::Desk& desk);

  Task<void> tick();  // once a second, on one loop
  void stop();        // before the loops end

  desk::Desk& desk;
  const exchange::Party& party;
  Forwarder forwarder;

 private:
  bool forwarding_ = false;
};

}  // namespace sealcart::credit
