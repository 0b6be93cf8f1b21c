// What a mall asks for: the payment request that the customer's browser brought, verified.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/problem.h"
#include "core/task.h"
#include "credit/web/bank.h"
#include "exchange/partners.h"
#include "protocol/payment_request.h"
#include "seal/sign.h"

namespace sealcart::credit {

struct Asked {
  std::string document;  // as received
  std::shared_ptr<const exchange::Partner> mall;
  protocol::PaymentRequest request;
  seal::Digest key{};    // store::purchase_key
  bool expired = false;  // good for reading the stored answer, and nothing else
};

// Verifies the document. Problems: those of find_sender and decode_payment_request, but for "document-expired".
Task<Expected<Asked>> verify_asked(const Bank& bank, std::string document);

// The same for a document that comes back from a page of ours: with the page's tag it is not verified a second time.
Task<Expected<Asked>> reread_asked(const Bank& bank, std::string document, std::string_view tag,
                                   std::string_view session);

}  // namespace sealcart::credit
