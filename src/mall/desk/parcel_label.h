// The label of a parcel: the signed document, and what a printer gets of it (seed S324, S1224).
#pragma once

#include <string>

#include "label/label.h"
#include "mall/desk/office.h"
#include "mall/store/parcels.h"

namespace sealcart::mall {

// Signs a label for parcel `n`, with an id of its own: each print is told from a copy.
std::string sign_label(const Office& office, const store::Shipment& shipment, std::int64_t n);

// What is drawn for the parcel's latest print.
label::Label drawn_label(const Office& office, const store::Shipment& shipment, const Parcel& parcel);

}  // namespace sealcart::mall
