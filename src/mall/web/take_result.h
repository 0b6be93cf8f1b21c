// A company's answer, by whichever path it came: verified, decided, written, and told to who waits (seed S321, S812,
// S1221, S1511).
#pragma once

#include <memory>
#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/documents.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

// A SettlementResult or a ShippingReceipt. The number of the hand-over, also when the answer was taken before.
// `carrier`: the partner whose certificate carried it, which must be the one that signed it; nullptr when a browser
// carried it. Problems: those of the document, 403 result-issuer, and rules/result.h's refusals. Throws sql::Error.
Task<Expected<std::string>> take_result(Shop& shop, std::string document,
                                        std::shared_ptr<const exchange::Partner> carrier);

}  // namespace sealcart::mall
