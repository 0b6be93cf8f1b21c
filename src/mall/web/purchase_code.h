// The customer's purchase code and how it hangs together with the offer that the purchase came from. One offer gives
// one code, however often it is sent; the database holds keyed hashes alone, so that its thief opens no purchase page.
#pragma once

#include <string>
#include <string_view>

#include "seal/secret.h"

namespace sealcart::mall {

// In the form of core/id.h.
std::string purchase_code(const seal::Secret& secret, std::string_view offer_id);
// 32 raw bytes each.
std::string code_hash(const seal::Secret& secret, std::string_view code);
std::string offer_hash(const seal::Secret& secret, std::string_view offer_id);

}  // namespace sealcart::mall
