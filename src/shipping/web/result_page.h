// The page with which a shipment ends: the outcome, and the way back to the shop.
#pragma once

#include "http/message.h"
#include "shipping/store/shipments.h"
#include "shipping/web/asked.h"
#include "shipping/web/depot.h"

namespace sealcart::shipping {

// `already`: the answer is an earlier one.
http::Response draw_result_page(const Depot& depot, const http::Request& request, const Asked& asked,
                                const store::Answered& answered, bool already);

}  // namespace sealcart::shipping
