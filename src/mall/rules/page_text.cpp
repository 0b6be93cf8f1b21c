#include "mall/rules/page_text.h"

#include <algorithm>

namespace sealcart::mall {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> found;
  std::string present;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t last = line.find_last_not_of(" \t\r");
    line = last == std::string_view::npos ? std::string_view() : line.substr(0, last + 1);
    if (!line.empty()) {
      present += (present.empty() ? "" : "\n") + std::string(line);
    } else if (!present.empty()) {
      found.push_back(std::move(present));
      present.clear();
    }
  }
  if (!present.empty()) found.push_back(std::move(present));
  return found;
}

}  // namespace

bool is_text_place(std::string_view place) {
  return std::find(text_places.begin(), text_places.end(), place) != text_places.end();
}

std::vector<std::string> paragraphs(const PageTexts& texts, std::string_view place, bool japanese) {
  for (const bool language : {japanese, !japanese}) {
    const auto at = texts.find(std::pair<std::string, bool>(place, language));
    if (at == texts.end()) continue;
    auto found = split(at->second);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace sealcart::mall
