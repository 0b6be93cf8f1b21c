// What a mall asks a shipping company for.
#pragma once

#include "exchange/asked.h"
#include "protocol/shipping_request.h"

namespace sealcart::shipping {

using Asked = exchange::Asked<protocol::ShippingRequest>;

}  // namespace sealcart::shipping
