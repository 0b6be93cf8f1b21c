#include "mall/desk/office.h"

#include "core/day.h"

namespace sealcart::mall {

Office::Office(desk::Desk& d)
    : desk(d), party(d.party), remittance_seconds(party.config.integer("remittance_days", 30) * day_seconds) {
  desk.menu = {{"/", "menu.home"},
               {"/packing", "menu.packing"},
               {"/handing", "menu.handing"},
               {"/purchases", "menu.purchases"},
               {"/remittances", "menu.remittances"},
               {"/catalogue", "menu.catalogue"},
               {"/texts", "menu.texts"}};
}

Task<void> Office::tick() { co_return; }

void Office::stop() {}

Time Office::remittance_limit() const { return party.clock.now() - remittance_seconds; }

}  // namespace sealcart::mall
