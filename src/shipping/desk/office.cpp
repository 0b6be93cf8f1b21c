#include "shipping/desk/office.h"

namespace sealcart::shipping {

Office::Office(desk::Desk& d) : desk(d), party(d.party) { desk.menu = {{"/", "menu.home"}}; }

Task<void> Office::tick() { co_return; }

void Office::stop() {}

}  // namespace sealcart::shipping
