// A partner's answer is read the same however the network cuts it.
#include <cassert>

#include "http/codec.h"

using namespace sealcart;

namespace {
struct Seen {
  bool done;
  int status;
  std::string type, body;
  bool operator==(const Seen&) const = default;
};

Seen read(std::string_view text, std::size_t step, bool to_head) {
  http::ResponseReader reader(8192, to_head);
  std::string held;
  for (std::size_t at = 0; at < text.size() && !reader.is_done() && !reader.has_failed(); at += step) {
    held += text.substr(at, step);
    held.erase(0, reader.put(held));
  }
  if (!reader.is_done() && !reader.has_failed()) reader.put_end();
  if (!reader.is_done()) return {false, 0, {}, {}};
  return {true, reader.status(), reader.content_type(), reader.body()};
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const bool to_head = data[0] % 2 == 1;
  const Seen whole = read(text, text.size(), to_head);
  const Seen cut = read(text, 1 + data[0] / 2 % 7, to_head);
  assert(!whole.done || !cut.done || whole == cut);
  return 0;
}
