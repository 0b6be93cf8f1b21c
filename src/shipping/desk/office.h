// What the endpoints of a shipping company's desk share, made once by main.
#pragma once

#include "core/task.h"
#include "desk/desk.h"
#include "shipping/desk/counter.h"

namespace sealcart::shipping {

struct Office {
  explicit Office(desk::Desk& desk);

  Task<void> tick();  // once a second, on one loop
  void stop();        // before the loops end

  desk::Desk& desk;
  const exchange::Party& party;
  const Counter counter;
};

}  // namespace sealcart::shipping
