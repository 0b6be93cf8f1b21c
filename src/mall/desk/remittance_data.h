// How items of remittances are shown.
#pragma once

#include "mall/desk/office.h"
#include "mall/store/remittances.h"

namespace sealcart::mall {

// A list of {name, kind, amount, fee, remittance, purchase (absent: not known here)}.
render::Data lines_data(const Office& office, const std::vector<store::RemittanceLine>& lines, const Currency& currency,
                        render::Language language);

}  // namespace sealcart::mall
