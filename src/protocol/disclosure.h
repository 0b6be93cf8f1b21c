// How much of a sealed thing crosses to a partner (SPEC section 2, disclosure modes). Whatever is sealed has a number
// too: a purchase and its goods, a receipt and its customer, a shipment and its addressee.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "seal/box.h"

namespace sealcart::protocol {

enum class Disclosure { sealed, number_only, sealed_only };
std::string_view name(Disclosure disclosure);  // "sealed", "number-only", "sealed-only"
std::optional<Disclosure> parse_disclosure(std::string_view name);

// A numbered thing as a document names it.
struct Named {
  std::string name;                   // its number, or in sealed-only mode the sealed text in the number's place
  std::optional<std::string> sealed;  // in sealed mode only
  friend bool operator==(const Named&, const Named&) = default;
};
Named disclose(Disclosure mode, const std::string& number, const std::string& sealed);
// True for what disclose can give; all three modes are accepted from every partner.
bool is_named(seal::Subject subject, const Named& named);

}  // namespace sealcart::protocol
