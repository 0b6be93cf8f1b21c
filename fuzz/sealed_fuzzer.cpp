// Any contents come back from their seal; any text offered as a seal is refused.
#include <cassert>

#include "seal/open.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  seal::start();
  static const seal::DeskKey desk = seal::DeskKey::generate();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  assert(!desk.open(seal::Subject::goods, "n", text));
  const auto sealed = seal::seal(seal::Subject::goods, "n", text, desk.sealing_key());
  if (!sealed) return 0;
  const auto opened = desk.open(seal::Subject::goods, "n", *sealed);
  assert(opened && *opened == text);
  return 0;
}
