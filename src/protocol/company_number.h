// What a company took on, as it named it to the mall: a receipt of a credit company, a shipping of a shipping company.
#pragma once

#include <string>
#include <string_view>

#include "seal/box.h"

namespace sealcart::protocol {

enum class NumberKind { receipt, shipping };
std::string_view name(NumberKind kind);  // the member that holds it: "receipt", "shipping"
seal::Subject subject(NumberKind kind);  // what is sealed for it: customer, addressee

struct CompanyNumber {
  NumberKind kind;
  std::string name;  // Named::name as the company gave it: its number, or in sealed-only mode the sealed text
  friend bool operator==(const CompanyNumber&, const CompanyNumber&) = default;
};

}  // namespace sealcart::protocol
