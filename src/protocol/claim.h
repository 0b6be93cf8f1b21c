// Claim: the mall has handed a parcel over and asks the credit company to capture the amount (SPEC section 2; seed
// S324). Travels server to server.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/id.h"
#include "core/money.h"
#include "protocol/jws.h"

namespace sealcart::protocol {

struct Claim {
  static constexpr std::string_view type = "sealcart.claim+jws";
  Envelope envelope;     // never expires
  std::string receipt;   // Named::name of the settlement's receipt
  ClaimNumber claim;     // the same claim again changes nothing
  Money amount;          // to capture; 1 … max_amount
  bool last;             // what stays authorised after it is released
  std::string evidence;  // evidence_of what was handed over

  // The fields; code claim-fields.
  static Expected<Claim> read(Verified verified);
  friend bool operator==(const Claim&, const Claim&) = default;
};

std::string encode(const Claim& claim, const Signer& signer);

// A commitment to `text`, a ShippingReceipt document or the Label documents of digital parcels, a line each: base64url
// SHA-256 of the salt and the text. The mall draws the salt for each claim and keeps it: by it and the text it can show
// in a dispute what it claimed for, and nobody finds the shipping number of a receipt without it.
std::string evidence_of(const std::array<unsigned char, 32>& salt, std::string_view text);

}  // namespace sealcart::protocol
