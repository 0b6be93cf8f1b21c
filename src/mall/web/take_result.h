// A settlement result, by whichever path it came: verified, decided, written, and told to who waits (seed S321, S812).
#pragma once

#include <string>

#include "core/problem.h"
#include "core/task.h"
#include "exchange/documents.h"
#include "mall/web/shop.h"

namespace sealcart::mall {

// The purchase's number, also when the result was taken before. Problems: those of the document, and rules/result.h's
// refusals. Throws sql::Error.
Task<Expected<std::string>> take_result(Shop& shop, exchange::Sender sender, std::string document);

}  // namespace sealcart::mall
