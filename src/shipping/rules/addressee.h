// The addressee as the depot reads it out of the seal: the other side of sealed_contents (address.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "shipping/rules/address.h"

namespace sealcart::shipping {

struct Addressee {
  Fields fields;
  std::string pickup_name;  // of the pick-up point; empty: to the address
};
// 500 "addressee-form" when it is not what sealed_contents makes: another version sealed it.
Expected<Addressee> read_addressee(std::string_view contents);

// As it stands on the over-label: postal code, address, name, phone; or the pick-up point and the name.
std::vector<std::string> address_lines(const Addressee& addressee);

// Overwrites every text.
void wipe(Addressee& addressee);

}  // namespace sealcart::shipping
