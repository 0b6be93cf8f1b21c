// The fields of a customer and of a card in forms: what stands in them, and what is wrong with it, beside each.
#pragma once

#include <string>

#include "credit/desk/office.h"
#include "credit/store/customer_csv.h"
#include "render/data.h"

namespace sealcart::credit {

enum class FormPart { contact, access, card };

// What was sent of a part's fields.
store::Fields typed_fields(const http::Form& form, FormPart part);
store::Fields fields_of(const store::Contact& contact);

// For _fields.mustache: list of {name, label, type, value, required, mode, hint, error}. A password is never
// given back.
render::Data form_fields(const Office& office, render::Language language, FormPart part, const store::Fields& values,
                         const store::RowFaults& faults = {});

}  // namespace sealcart::credit
