// What a company says that it paid (SPEC section 2; seed S328, S1228).
#pragma once

#include <memory>
#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/documents.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

// A RemittanceAdvice that `carrier` brought. The same document again changes nothing. Problems: those of the document,
// 403 remittance-issuer, 400 remittance-numbers, 409 remittance-conflict. Throws sql::Error.
Task<Expected<void>> take_remittance(Shop& shop, std::string document,
                                     std::shared_ptr<const exchange::Partner> carrier);

}  // namespace sealcart::mall
