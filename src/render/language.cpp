#include <cctype>
#include <optional>

#include "render/pages.h"

namespace sealcart::render {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The part before `mark`, which is taken off `rest` together with the mark.
std::string_view cut(std::string_view& rest, char mark) {
  const std::size_t at = rest.find(mark);
  const std::string_view part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return trimmed(part);
}

// RFC 9110 section 12.4.2, in thousandths; nullopt when malformed.
std::optional<int> weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int value = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int place = 100;
  for (std::size_t i = 2; i < text.size(); ++i, place /= 10) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value += (text[i] - '0') * place;
  }
  return value > 1000 ? std::nullopt : std::optional(value);
}

bool names(std::string_view range, std::string_view language) {
  if (range.size() < language.size()) return false;
  for (std::size_t i = 0; i < language.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(range[i])) != language[i]) return false;
  }
  return range.size() == language.size() || range[language.size()] == '-';
}

// Weight of one element of the header that names `language`; nullopt when it names another or is malformed.
std::optional<int> weight_for(std::string_view element, std::string_view language) {
  const std::string_view range = cut(element, ';');
  if (!names(range, language)) return std::nullopt;
  while (!element.empty()) {
    std::string_view value = cut(element, ';');
    const std::string_view name = cut(value, '=');
    if (name == "q" || name == "Q") return weight(trimmed(value));
  }
  return 1000;
}

}  // namespace

std::string_view tag(Language language) { return language == Language::ja ? "ja" : "en"; }

Language language(std::string_view choice, std::string_view accept_language) {
  for (const Language ours : {Language::en, Language::ja}) {
    if (choice == tag(ours)) return ours;
  }
  Language best = Language::en;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const std::string_view element = cut(accept_language, ',');
    for (const Language ours : {Language::en, Language::ja}) {
      const int given = weight_for(element, tag(ours)).value_or(0);
      if (given <= best_weight) continue;
      best = ours;
      best_weight = given;
    }
  }
  return best;
}

}  // namespace sealcart::render
