#include "mall/desk/chosen_parcels.h"

#include <algorithm>
#include <charconv>

namespace sealcart::mall {

ChosenParcels chosen_parcels(const http::Form& form) {
  ChosenParcels chosen;
  for (const std::string_view value : form.all("parcel")) {
    const std::size_t dot = std::min(value.find('.'), value.size());
    std::int64_t n = 0;
    std::from_chars(value.data() + std::min(dot + 1, value.size()), value.data() + value.size(), n);
    if (n > 0) chosen[std::string(value.substr(0, dot))].push_back(n);
  }
  return chosen;
}

}  // namespace sealcart::mall
