// Which parcels were ticked in a list of them.
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

}  // namespace sealcart::mall
