#include "sql/migrations.h"

#include <algorithm>

// Written by cmake/embed.cmake.
extern "C" const struct {
  const char* path;
  const char* begin;
  const char* end;
} sealcart_embedded[];

namespace sealcart::sql {

std::vector<Migration> migrations(std::string_view folder) {
  std::vector<Migration> found;
  const std::string prefix = "sql/" + std::string(folder) + "/";
  for (const auto* file = sealcart_embedded; file->path != nullptr; ++file) {
    std::string_view name = file->path;
    if (!name.starts_with(prefix) || !name.ends_with(".sql")) continue;
    name.remove_prefix(4);
    name.remove_suffix(4);
    found.push_back({name, {file->begin, static_cast<std::size_t>(file->end - file->begin)}});
  }
  std::sort(found.begin(), found.end(), [](const Migration& a, const Migration& b) { return a.name < b.name; });
  return found;
}

}  // namespace sealcart::sql
