#include "render/embedded.h"

// One row of the table; a null path ends it.
struct EmbeddedFile {
  const char* path;
  const char* begin;
  const char* end;
};
extern "C" const EmbeddedFile sealcart_embedded[];

namespace sealcart::render {

void each_embedded(const std::function<void(std::string_view, std::string_view)>& visit) {
  for (const EmbeddedFile* file = sealcart_embedded; file->path != nullptr; ++file) {
    visit(file->path, std::string_view(file->begin, static_cast<std::size_t>(file->end - file->begin)));
  }
}

std::optional<std::string_view> embedded(std::string_view path) {
  for (const EmbeddedFile* file = sealcart_embedded; file->path != nullptr; ++file) {
    if (path == file->path) return std::string_view(file->begin, static_cast<std::size_t>(file->end - file->begin));
  }
  return std::nullopt;
}

}  // namespace sealcart::render
