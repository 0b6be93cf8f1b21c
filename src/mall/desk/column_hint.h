// What a column of the catalogue may hold, for people: a key of the words.
#pragma once

#include <string_view>

namespace sealcart::mall {

std::string_view hint_of(std::string_view column);

}  // namespace sealcart::mall
