// Signing in by passkey, beside the password of sign_in.h and on the same counter of tries.
#pragma once

#include <string>

#include "core/task.h"
#include "credit/web/bank.h"
#include "credit/web/sign_in.h"
#include "credit/web/webauthn.h"
#include "http/message.h"

namespace sealcart::credit {

RelyingParty relying_party(const Bank& bank);

struct PasskeySignIn {
  SignIn sign_in;
  std::string customer;  // empty unless right
  bool locked_by_operator = false;
};
// `request` is the payment request that the page's challenge was made for; it must live until the task ends. A passkey
// that nobody has counts against nobody: there is no password to guess. Throws sql::Error.
Task<PasskeySignIn> check_passkey(Bank& bank, const std::string& request, PasskeyUsed used);

// The fields that passkey.js puts into a form; empty where they are missing or malformed.
PasskeyUsed read_passkey_used(const http::Form& form);

}  // namespace sealcart::credit
