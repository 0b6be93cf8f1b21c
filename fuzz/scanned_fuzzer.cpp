// What a hand scanner typed, and what an opened seal says of the addressee.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "shipping/rules/addressee.h"
#include "shipping/rules/scan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sealcart::shipping;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Scanned scanned = read_scanned(text);
  if (scanned.kind == Scanned::Kind::number) {
    const sealcart::protocol::Parcel parcel{std::max<std::int64_t>(scanned.n, 1), scanned.n == 0 ? 1 : 20};
    const Scanned again = read_scanned(parcel_code(scanned.text, parcel));
    if (again.text != scanned.text || again.n != scanned.n) std::abort();
  }
  if (auto addressee = read_addressee(text)) {
    if (address_lines(*addressee).empty()) std::abort();
    wipe(*addressee);
  }
  return 0;
}
