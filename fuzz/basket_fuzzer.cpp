#include <cassert>

#include "mall/rules/basket.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto basket = mall::decode_basket({reinterpret_cast<const char*>(data), size});
  if (!basket) return 0;
  assert(basket->items.size() <= mall::max_lines && basket->pending.size() <= mall::max_pending);
  const auto again = mall::decode_basket(mall::encode(*basket));
  assert(again && *again == *basket);
  return 0;
}
