// Opening a seal at the desk: written into the audit log first, durably, and only then opened.
#pragma once

#include <string>
#include <string_view>

#include "core/task.h"
#include "desk/session.h"
#include "seal/box.h"

namespace sealcart::desk {

// What is sealed in `sealed` for `number`. Audit actions: "open-goods", "open-customer" or "open-addressee", and
// "open-refused" after it when it does not open. Problems: those of seal::DeskKey::open, as 409: what the own table
// holds was altered or belongs to another number.
Task<Expected<std::string>> open_seal(Desk& desk, std::string_view operator_name, seal::Subject subject,
                                      std::string number, std::string sealed, std::string reason);

}  // namespace sealcart::desk
