#include "seal/contents.h"

#include <algorithm>

namespace sealcart::seal {

std::string context(Subject subject, std::string_view number) {
  return "sealcart " + std::string(name(subject)) + " " + std::string(number) + "\n";
}

std::optional<std::string> padded(Subject subject, std::string plain) {
  const auto sizes = buckets(subject);
  const auto fit = std::find_if(sizes.begin(), sizes.end(), [&](std::size_t size) { return plain.size() < size; });
  if (fit == sizes.end()) return std::nullopt;
  plain.push_back('\x80');
  plain.resize(*fit, '\0');
  return plain;
}

std::optional<std::string> unpadded(std::string plain) {
  const std::size_t end = plain.find_last_not_of('\0');
  if (end == std::string::npos || plain[end] != '\x80') return std::nullopt;
  plain.resize(end);
  return plain;
}

}  // namespace sealcart::seal
