#include "mall/desk/office.h"

#include <spdlog/logger.h>

#include "mall/desk/send_digital.h"

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

Office::Office(desk::Desk& d) : desk(d), party(d.party) {
  desk.menu = {{"/", "menu.home"}, {"/digital", "menu.digital"}};
}

Task<void> Office::tick() {
  if (!sending_) {
    sending_ = true;
    spawn(send_parcels(party, sending_));
  }
  co_return;
}

void Office::stop() { worker.stop(); }

}  // namespace sealcart::mall
