#include "core/wipe.h"

#include <string.h>

namespace sealcart {
namespace {

bool wiping = false;

// More than the deepest calls of a request take: drawing a page, parsing a form, TLS.
constexpr std::size_t stack_bytes = std::size_t{192} * 1024;

}  // namespace

void start_wiping() { wiping = true; }
bool is_wiping() { return wiping; }

void wipe(std::span<char> bytes) { explicit_bzero(bytes.data(), bytes.size()); }

void wipe(std::string& text) {
  text.resize(text.capacity());
  wipe(std::span<char>(text));
  text.clear();
}

__attribute__((noinline)) void wipe_stack() {
  char below[stack_bytes];
  explicit_bzero(below, sizeof below);
}

}  // namespace sealcart
