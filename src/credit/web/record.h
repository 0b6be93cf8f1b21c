// Makes the signed result of a decision and commits it with its settlement, its postings and its letter to the mall.
#pragma once

#include "core/task.h"
#include "credit/rules/settlement.h"
#include "credit/store/settlements.h"
#include "credit/web/asked.h"
#include "credit/web/bank.h"

namespace sealcart::credit {

struct Recorded {
  store::Settled settled;
  bool already = false;  // the purchase had been settled meanwhile: this is the answer given then
};

// `status` is one that has an outcome; `card` is null for a rejection. The card may turn out to have too little left,
// since others settle at the same time: then the outcome recorded is NO. Throws sql::Error; then nothing was recorded.
Task<Recorded> record(Bank& bank, const Asked& asked, SettleStatus status, const store::CardHeld* card);

}  // namespace sealcart::credit
