#include "render/words.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "render/embedded.h"

namespace sealcart::render {
namespace {

// Nothing for most: looked at before the switch, since signed documents of kilobytes go through here.
constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> made{};
  for (const char c : std::string_view("&<>\"'")) made[static_cast<unsigned char>(c)] = true;
  return made;
}();

std::string_view entity_of(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

std::size_t first_special(std::string_view text) {
  const auto is = [&](std::size_t i) -> unsigned { return special[static_cast<unsigned char>(text[i])]; };
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    const unsigned any =
        is(at) | is(at + 1) | is(at + 2) | is(at + 3) | is(at + 4) | is(at + 5) | is(at + 6) | is(at + 7);
    if (any != 0) break;
  }
  while (at < text.size() && is(at) == 0) ++at;
  return at;
}

}  // namespace

Words::Words(const std::vector<std::string>& folders, Language language) {
  for (const std::string& folder : folders) {
    const std::string path = fmt::format("web/{}/words.{}.json", folder, tag(language));
    const auto text = embedded(path);
    if (!text) throw std::logic_error(fmt::format("no file {}", path));
    const boost::json::value words = boost::json::parse({text->data(), text->size()});
    for (const auto& [key, value] : words.as_object()) {
      texts_.emplace(std::string(key), std::string(value.as_string()));
    }
  }
}

const std::string& Words::at(std::string_view key) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) throw std::logic_error(fmt::format("no word \"{}\"", key));
  return found->second;
}

std::string fill(std::string_view text, const std::function<std::string(std::string_view)>& find) {
  std::string filled;
  filled.reserve(text.size() * 2);
  while (true) {
    const std::size_t begin = text.find("[[");
    filled += text.substr(0, begin);
    if (begin == std::string_view::npos) return filled;
    const std::size_t end = text.find("]]", begin);
    if (end == std::string_view::npos) throw std::logic_error("[[ without ]]");
    filled += find(text.substr(begin + 2, end - begin - 2));
    text.remove_prefix(end + 2);
  }
}

void append_escaped(std::string& page, std::string_view text) {
  while (true) {
    const std::size_t at = first_special(text);
    page += text.substr(0, at);
    if (at == text.size()) return;
    page += entity_of(text[at]);
    text.remove_prefix(at + 1);
  }
}

std::string escape(std::string_view text) {
  std::string escaped;
  append_escaped(escaped, text);
  return escaped;
}

}  // namespace sealcart::render
