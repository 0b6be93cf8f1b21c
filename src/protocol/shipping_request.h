// ShippingRequest: the mall asks the shipping company to take one purchase to an address that the mall will never know
// (SPEC section 2; seed S1213, S1214). Travels by the browser.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "protocol/disclosure.h"
#include "protocol/jws.h"
#include "protocol/parcel.h"

namespace sealcart::protocol {

struct ShippingRequest {
  static constexpr std::string_view type = "sealcart.shipping-request+jws";
  Envelope envelope;                 // expires is required
  Named purchase;                    // members "purchase" and "goods"
  std::vector<std::string> parcels;  // the size class of each parcel, 1 … max_parcels of them; see carrier_terms.h
  std::string service;               // one of the company's services
  std::optional<Money> cash_on_delivery;  // members "amount" and "currency"; absent when it is paid for otherwise

  // The fields; code shipping-request-fields.
  static Expected<ShippingRequest> read(Verified verified);
  friend bool operator==(const ShippingRequest&, const ShippingRequest&) = default;
};

std::string encode(const ShippingRequest& request, const Signer& signer);

}  // namespace sealcart::protocol
