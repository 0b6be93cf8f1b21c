#include "mall/desk/office.h"

#include <spdlog/logger.h>

#include "core/day.h"
#include "mall/desk/send_digital.h"
#include "mall/desk/sweep_files.h"

namespace sealcart::mall {
namespace {

// By itself, so that a slow transfer holds up nothing else. `sending` is false again at its end.
Task<void> send_parcels(const exchange::Party& party, bool& sending) {
  try {
    co_await send_digital(party);
  } catch (const std::exception& fault) {
    party.log.error("parcels of data: {}", fault.what());
  }
  sending = false;
}

}  // namespace

Office::Office(desk::Desk& d)
    : desk(d), party(d.party), remittance_seconds(party.config.integer("remittance_days", 30) * day_seconds) {
  desk.menu = {{"/", "menu.home"},
               {"/packing", "menu.packing"},
               {"/handing", "menu.handing"},
               {"/returned", "menu.returned"},
               {"/digital", "menu.digital"},
               {"/purchases", "menu.purchases"},
               {"/remittances", "menu.remittances"},
               {"/catalogue", "menu.catalogue"},
               {"/texts", "menu.texts"}};
}

Task<void> Office::tick() {
  const Time now = party.clock.now();
  if (now >= swept_ + day_seconds) {
    swept_ = now;
    sweep_files(party);
  }
  if (!sending_) {
    sending_ = true;
    spawn(send_parcels(party, sending_));
  }
  co_return;
}

void Office::stop() {
  worker.stop();
  uploads.stop();
}

Time Office::remittance_limit() const { return party.clock.now() - remittance_seconds; }

}  // namespace sealcart::mall
