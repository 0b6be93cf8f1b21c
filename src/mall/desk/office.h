// What the endpoints of a mall's desk share, made once by main.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/task.h"
#include "desk/desk.h"
#include "exchange/worker.h"
#include "mall/desk/pack_digital.h"

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
  exchange::Worker worker;   // on which files are encrypted
  exchange::Worker uploads;  // on which arriving files are written: for seconds, while the other is busy for minutes
  std::set<std::string> packing;              // purchases that are being packed now: a second click packs nothing twice
  std::map<std::string, NotPacked> unpacked;  // purchases that could not be packed, and why, until it is tried again

 private:
  bool sending_ = false;  // parcels of data are on their way
  Time swept_;
};

}  // namespace sealcart::mall
