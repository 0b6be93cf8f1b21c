// Which parcels of a list are meant: those that were ticked, or all that it showed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "http/message.h"

namespace sealcart::mall {

// By number of the hand-over.
using ChosenParcels = std::map<std::string, std::vector<std::int64_t>>;

// From the form's fields "parcel", which are "number.n". What is not like that is left out.
ChosenParcels chosen_parcels(const http::Form& form);
// From the form's field "shown", which holds the same of every row, parted by spaces: one field, for a form has not
// room for one a row beside those that were ticked.
ChosenParcels shown_parcels(const http::Form& form);

}  // namespace sealcart::mall
