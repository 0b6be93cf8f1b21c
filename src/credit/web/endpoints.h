// One function an endpoint, each in a file of its own name.
#pragma once

#include "core/task.h"
#include "credit/web/bank.h"
#include "http/message.h"

namespace sealcart::credit {

Task<http::Response> pay(Bank& bank, const http::Request& request);           // POST /pay
Task<http::Response> settle(Bank& bank, const http::Request& request);        // POST /settle
Task<http::Response> check_words(Bank& bank, const http::Request& request);   // POST /check-words
Task<http::Response> make_passkey(Bank& bank, const http::Request& request);  // POST /passkey

// POST /partner/documents: one claim, refund or void of a mall.
Task<Expected<void>> receive_document(Bank& bank, std::string document,
                                      std::shared_ptr<const exchange::Partner> partner);

}  // namespace sealcart::credit
