#include <cassert>

#include "credit/rules/check_words.h"
#include "credit/store/customer_csv.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto read = credit::store::parse_customers({reinterpret_cast<const char*>(data), size});
  if (!read) {
    assert(!read.error().empty());
    for (const auto& fault : read.error()) (void)credit::store::describe(fault);
    return 0;
  }
  for (const auto& row : *read) assert(row.limit >= 0 && row.check_words.size() <= credit::most_check_words);
  return 0;
}
