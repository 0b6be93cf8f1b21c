// A form with files: nothing breaks, and what is taken out of it lay in it.
#include <cstdlib>

#include "upload/form.h"

using namespace sealcart;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const auto form = upload::parse(text.substr(0, line), text.substr(std::min(line + 1, text.size())));
  if (!form) return 0;
  std::size_t total = 0;
  for (const upload::Part& part : form->parts) total += part.bytes.size();
  if (total > text.size()) std::abort();
  return 0;
}
