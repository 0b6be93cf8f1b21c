#include "mall/desk/office.h"

namespace sealcart::mall {

Office::Office(desk::Desk& d) : desk(d), party(d.party) {
  desk.menu = {{"/", "menu.home"}, {"/packing", "menu.packing"}, {"/handing", "menu.handing"}};
}

Task<void> Office::tick() { co_return; }

void Office::stop() {}

}  // namespace sealcart::mall
