// The page after /settle (seed S321 to S323): what became of it, and the way back to the shop with the signed result.
#pragma once

#include <string>

#include "credit/store/settlements.h"
#include "credit/web/asked.h"
#include "credit/web/bank.h"
#include "http/message.h"

namespace sealcart::credit {

// The rest is empty unless the customer signed in just now: whoever merely holds the request, as the mall does, must
// not learn anything of the card.
struct ResultShown {
  bool already = false;     // the purchase had been settled before
  std::string card_last4;   // of the card that paid
  std::string passkey_for;  // the customer who may make a passkey
};
http::Response draw_result_page(const Bank& bank, const http::Request& request, const Asked& asked,
                                const store::Settled& settled, const ResultShown& shown);

}  // namespace sealcart::credit
