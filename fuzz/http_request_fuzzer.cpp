// A request is read the same however the network cuts it.
#include <cassert>

#include "http/codec.h"

using namespace sealcart;

namespace {
struct Seen {
  bool done;
  int failure;
  std::string path, body;
  std::size_t headers;
  bool operator==(const Seen&) const = default;
};

Seen read(std::string_view text, std::size_t step) {
  http::RequestReader reader(4096, 8192);
  http::Request request;
  reader.start(request);
  std::string held;
  for (std::size_t at = 0; at < text.size() && !reader.is_done() && reader.failure() == 0; at += step) {
    held += text.substr(at, step);
    held.erase(0, reader.put(held));
  }
  if (reader.failure() != 0 || !reader.is_done()) return {false, reader.failure() != 0, {}, {}, 0};
  return {true, 0, request.path, request.body, request.headers.size()};
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Seen whole = read(text, text.size());
  const Seen cut = read(text, 1 + data[0] % 7);
  assert(!whole.done || !cut.done || whole == cut);
  return 0;
}
