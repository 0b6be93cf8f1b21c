// Commits an answer: makes the shipping number, seals the addressee, signs the receipt, writes row and letter.
#pragma once

#include <string>

#include "core/task.h"
#include "shipping/rules/acceptance.h"
#include "shipping/store/shipments.h"
#include "shipping/web/asked.h"
#include "shipping/web/depot.h"

namespace sealcart::shipping {

struct Recorded {
  store::Answered answered;
  bool already = false;  // somebody else was quicker: their answer stands
};

// `status` must have an outcome. `contents`: what is to be sealed of the addressee; used with the outcome OK only.
// Throws sql::Error.
Task<Recorded> record(Depot& depot, const Asked& asked, AcceptStatus status, std::string contents);

}  // namespace sealcart::shipping
