#include "shipping/desk/office.h"

namespace sealcart::shipping {

Office::Office(desk::Desk& d)
    : desk(d), party(d.party), counter(party.config, party.keys, party.partners, party.random) {
  desk.menu = {{"/", "menu.home"},        {"/scan", "menu.scan"}, {"/parcels", "menu.parcels"},
               {"/tours", "menu.tours"},  {"/cash", "menu.cash"}, {"/remittances", "menu.remittances"},
               {"/alarms", "menu.alarms"}};
}

Task<void> Office::tick() { co_return; }

void Office::stop() {}

}  // namespace sealcart::shipping
