#include "credit/desk/office.h"

#include <spdlog/logger.h>

namespace sealcart::credit {
namespace {

// By itself, so that a slow mail server holds up nothing else. `running` is false again at its end.
Task<void> forward(Forwarder& forwarder, spdlog::logger& log, bool& running) {
  try {
    co_await forwarder.run();
  } catch (const std::exception& fault) {
    log.error("forwarding: {}", fault.what());
  }
  running = false;
}

}  // namespace

Office::Office(desk::Desk& d) : desk(d), party(d.party), forwarder(d) {
  desk.menu = {{"/", "menu.home"}, {"/forwarding", "menu.forwarding"}};
}

Task<void> Office::tick() {
  if (!forwarding_) {
    forwarding_ = true;
    spawn(forward(forwarder, party.log, forwarding_));
  }
  co_return;
}

void Office::stop() { forwarder.stop(); }

}  // namespace sealcart::credit
