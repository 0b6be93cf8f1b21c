// A catalogue that imports without fault exports to one that imports the same.
#include <cassert>

#include "mall/store/catalogue_csv.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto read = mall::store::read_csv({reinterpret_cast<const char*>(data), size});
  if (!read.faults.empty()) return 0;
  const auto again = mall::store::read_csv(mall::store::write_csv(read.products));
  assert(again.faults.empty() && again.products.size() == read.products.size());
  return 0;
}
