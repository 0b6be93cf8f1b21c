// What goes by parcel, kept from the first hand-over until a shipping company has accepted it, for the customer alone:
// the key comes from the purchase code in the customer's own link, which no table and no log has. So a shipping company
// can be chosen, or another one, days later, and each gets a fresh number and a fresh box (SPEC section 1, rule 4),
// while a thief of the database reads nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mall/rules/goods.h"
#include "seal/secret.h"

namespace sealcart::mall {

// Raw bytes, as long as those of any other goods of the same bucket.
std::string keep_goods(const seal::Secret& secret, std::string_view code, const Goods& goods);
// nullopt with another code.
std::optional<Goods> kept_goods(const seal::Secret& secret, std::string_view code, std::string_view kept);

}  // namespace sealcart::mall
