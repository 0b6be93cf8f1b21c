// The page on which the customer says where to (seed Fig. 14).
#pragma once

#include <string>
#include <vector>

#include "http/message.h"
#include "shipping/rules/address.h"
#include "shipping/web/asked.h"
#include "shipping/web/depot.h"

namespace sealcart::shipping {

struct AddressPage {
  int status = 200;
  Fields typed;
  std::vector<Fault> faults;
  std::string note;  // key of the words; empty: none
};

http::Response draw_address_page(const Depot& depot, const http::Request& request, const Asked& asked,
                                 AddressPage page);

}  // namespace sealcart::shipping
