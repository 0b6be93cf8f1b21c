// Why a message was not sent: as its row keeps it, and as a page says it.
#pragma once

#include <string>

#include "core/problem.h"
#include "credit/desk/office.h"
#include "render/pages.h"

namespace sealcart::credit {

// The problem's code, and in parentheses what the server said, if anything.
std::string kept_fault(const Problem& problem);
// That in the reader's words.
std::string fault_text(const Office& office, const std::string& kept, render::Language language);

}  // namespace sealcart::credit
