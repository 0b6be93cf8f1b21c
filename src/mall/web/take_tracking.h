// What a shipping company tells of a parcel (seed S1225).
#pragma once

#include <memory>
#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/partners.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

// A TrackingEvent, carried by its own company alone. Problems: those of the document, 403 "result-issuer", 404
// "shipment-unknown". Throws sql::Error.
Task<Expected<void>> take_tracking(Shop& shop, std::string document, std::shared_ptr<const exchange::Partner> carrier);

}  // namespace sealcart::mall
