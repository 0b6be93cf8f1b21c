#include "desk/audit_reason.h"

#include <map>
#include <optional>
#include <string_view>

namespace sealcart::desk {
namespace {

// A text up to its first {{variable}}, that variable's name, and what comes after it.
struct Cut {
  std::string_view fixed, variable, rest;
  bool has_variable;
};

Cut cut(std::string_view text) {
  const std::size_t open = text.find("{{");
  if (open == std::string_view::npos) return {text, {}, {}, false};
  const std::size_t close = text.find("}}", open);
  return {text.substr(0, open), text.substr(open + 2, close - open - 2), text.substr(close + 2), true};
}

using Values = std::map<std::string_view, std::string_view>;

// What the variables of `pattern` stand for in `written`: each for all up to where what follows it begins.
std::optional<Values> match(std::string_view pattern, std::string_view written) {
  Values values;
  while (true) {
    const Cut part = cut(pattern);
    if (!written.starts_with(part.fixed)) return std::nullopt;
    written.remove_prefix(part.fixed.size());
    if (!part.has_variable) return written.empty() ? std::optional(values) : std::nullopt;
    const std::string_view next = cut(part.rest).fixed;
    const std::size_t end = next.empty() ? written.size() : written.find(next);
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    values[part.variable] = written.substr(0, end);
    written.remove_prefix(end);
    pattern = part.rest;
  }
}

std::string value_text(const render::Pages& pages, std::string_view variable, std::string_view value,
                       render::Language language) {
  const std::string key = std::string(variable) + "." + std::string(value);
  for (const std::string& each : {key, key + ".heading"}) {
    if (pages.has_word(each)) return pages.word(each, language);
  }
  return std::string(value);
}

std::string fill(const render::Pages& pages, std::string_view text, const Values& values, render::Language language) {
  std::string filled;
  while (true) {
    const Cut part = cut(text);
    filled += part.fixed;
    if (!part.has_variable) return filled;
    filled += value_text(pages, part.variable, values.at(part.variable), language);
    text = part.rest;
  }
}

}  // namespace

std::string reason_text(const render::Pages& pages, const store::AuditEntry& entry, render::Language language) {
  const std::string act = "why." + entry.action;
  std::string key = act;
  for (int next = 2; pages.has_word(key); key = act + "." + std::to_string(next++)) {
    const auto values = match(pages.word(key, render::Language::en), entry.reason);
    if (values) return fill(pages, pages.word(key, language), *values, language);
  }
  return entry.reason;
}

}  // namespace sealcart::desk
