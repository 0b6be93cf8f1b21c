#include "mall/desk/chosen_parcels.h"

#include <algorithm>
#include <charconv>

namespace sealcart::mall {
namespace {

void add(std::string_view value, ChosenParcels& chosen) {
  const std::size_t dot = std::min(value.find('.'), value.size());
  std::int64_t n = 0;
  std::from_chars(value.data() + std::min(dot + 1, value.size()), value.data() + value.size(), n);
  if (n > 0) chosen[std::string(value.substr(0, dot))].push_back(n);
}

}  // namespace

ChosenParcels chosen_parcels(const http::Form& form) {
  ChosenParcels chosen;
  for (const std::string_view value : form.all("parcel")) add(value, chosen);
  return chosen;
}

ChosenParcels shown_parcels(const http::Form& form) {
  ChosenParcels chosen;
  for (std::string_view rest = form.get("shown"); !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    add(rest.substr(0, end), chosen);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return chosen;
}

}  // namespace sealcart::mall
