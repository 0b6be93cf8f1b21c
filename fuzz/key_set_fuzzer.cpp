#include <cassert>

#include "protocol/jws.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  seal::start();
  const auto keys = protocol::decode_key_set({reinterpret_cast<const char*>(data), size});
  if (!keys) return 0;
  const auto again = protocol::decode_key_set(protocol::encode_key_set(*keys));
  assert(again && again->size() == keys->size());
  return 0;
}
