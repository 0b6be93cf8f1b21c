#include "parcel/recipient.h"

namespace sealcart::parcel {

bool is_recipient(std::string_view text) {
  constexpr std::string_view prefix = "age1", letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr std::size_t key_letters = 52, checksum_letters = 6;
  return text.starts_with(prefix) && text.size() == prefix.size() + key_letters + checksum_letters &&
         text.find_first_not_of(letters, prefix.size()) == std::string_view::npos;
}

}  // namespace sealcart::parcel
