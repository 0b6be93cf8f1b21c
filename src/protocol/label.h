// Label: the mall names a parcel to the company that takes it (SPEC section 2; seed S324, S1224). Printed on the parcel
// as a QR code, and server to server. Sealed texts are named by hash (docs/decisions/0007-label-by-hash.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"
#include "protocol/company_number.h"
#include "protocol/jws.h"
#include "protocol/parcel.h"

namespace sealcart::protocol {

struct Label {
  static constexpr std::string_view type = "sealcart.label+jws";
  Envelope envelope;     // never expires; the id is fresh for each printing, so that a reprint differs from a copy
  CompanyNumber number;  // member "receipt" for a credit company, "shipping" for a shipping company
  std::optional<std::string> goods_hash;   // document_hash of the sealed goods that went to the company, if any did
  std::optional<std::string> person_hash;  // member "customer_hash" or "addressee_hash": of the sealed text that came
                                           // beside the number, if any did
  Parcel parcel;
  std::optional<Money> cash_on_delivery;  // members "amount" and "currency"; with "shipping", on the first parcel only

  // The fields; code label-fields.
  static Expected<Label> read(Verified verified);
  friend bool operator==(const Label&, const Label&) = default;
};

std::string encode(const Label& label, const Signer& signer);

// Eight characters of the document's hash, "abcd-efgh", for people to compare a label with a screen by eye. 40 bits: no
// proof that two documents are the same one.
std::string check_text(std::string_view label_document);

}  // namespace sealcart::protocol
