// Which size classes a basket needs at a shipping company (seed S1212): a guarantee, not a plan for the packer. What is
// said here fits; a good packer may do with less.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/carrier_terms.h"

namespace sealcart::mall {

// Of one piece, in any order of edges. Each edge 1 … 10 m, 1 g … 1 t.
struct Size {
  std::int64_t length_mm = 0, width_mm = 0, height_mm = 0;
  std::int64_t weight_g = 0;
  friend bool operator==(const Size&, const Size&) = default;
};
bool is_size(const Size& size);

struct Load {
  Size size;  // of each
  int quantity = 0;
};

// What a carton adds to each edge and to the weight.
inline constexpr std::int64_t carton_mm = 10;
inline constexpr std::int64_t carton_g = 200;

// The size class of each parcel, largest first. nullopt when something is too large or heavy for every class, or would
// need more than protocol::max_parcels.
std::optional<std::vector<std::string>> pack(std::vector<Load> goods, const protocol::CarrierTerms& terms);

}  // namespace sealcart::mall
