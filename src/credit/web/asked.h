// What a mall asks a credit company for.
#pragma once

#include "exchange/asked.h"
#include "protocol/payment_request.h"

namespace sealcart::credit {

using Asked = exchange::Asked<protocol::PaymentRequest>;

}  // namespace sealcart::credit
