// What the endpoints of a mall's desk share, made once by main.
#pragma once

#include "core/task.h"
#include "desk/desk.h"

namespace sealcart::mall {

struct Office {
  explicit Office(desk::Desk& desk);

  Task<void> tick();  // once a second, on one loop
  void stop();        // before the loops end

  // What was claimed or collected before this should be paid by now (remittance_days of [mall], 30).
  Time remittance_limit() const;

  desk::Desk& desk;
  const exchange::Party& party;
  const std::int64_t remittance_seconds;
};

}  // namespace sealcart::mall
