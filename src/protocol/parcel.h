// Which of the parcels of one purchase.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sealcart::protocol {

inline constexpr std::size_t max_parcels = 20;

struct Parcel {
  std::int64_t n = 1, of = 1;  // members "parcel" and "of"
  friend bool operator==(const Parcel&, const Parcel&) = default;
};
// 1 ≤ n ≤ of ≤ max_parcels.
inline bool is_parcel(const Parcel& parcel) {
  return parcel.n >= 1 && parcel.n <= parcel.of && parcel.of <= std::int64_t{max_parcels};
}

}  // namespace sealcart::protocol
