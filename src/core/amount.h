// Amounts as people type them and as a form's field shows them: the currency's usual notation, without sign and
// grouping. "30.15" in EUR is 3015 minor units, "3015" in JPY too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/money.h"

namespace sealcart {

// Minor units, 0 … max_amount. nullopt for anything else than digits with at most as many behind one '.' as the
// currency has.
std::optional<std::int64_t> parse_amount(std::string_view text, const Currency& currency);
std::string amount_text(const Money& money);

}  // namespace sealcart
