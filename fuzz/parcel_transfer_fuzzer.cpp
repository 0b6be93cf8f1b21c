#include "protocol/parcel_transfer.h"

#include <cstdlib>

using namespace sealcart;

// What is read comes back when it is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto offer = protocol::decode_parcel_offer(text);
  if (offer && protocol::decode_parcel_offer(encode(*offer)) != offer) std::abort();
  const auto progress = protocol::decode_parcel_progress(text);
  if (progress && protocol::decode_parcel_progress(encode(*progress)) != progress) std::abort();
  return 0;
}
