#include "render/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <map>
#include <stdexcept>

#include "render/embedded.h"
#include "render/template.h"
#include "render/words.h"

namespace sealcart::render {
namespace {

constexpr std::string_view suffix = ".mustache";

using Folders = std::vector<std::string>;  // the most particular first, "shared" at last

std::string_view source(const Folders& folders, std::string_view name) {
  for (const std::string& folder : folders) {
    if (const auto text = embedded(fmt::format("web/{}/{}{}", folder, name, suffix))) return *text;
  }
  throw std::logic_error(fmt::format("no template \"{}\" for {}", name, folders.front()));
}

// Lines without their indentation, and without those that are then empty.
std::string without_indentation(std::string_view text) {
  std::string dense;
  dense.reserve(text.size());
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) continue;
    dense += line;
    dense += '\n';
  }
  return dense;
}

// The template with what it includes ({{> name}}) in place and its comments ({{! … }}) gone.
std::string assemble(const Folders& folders, std::string_view name) {
  std::string_view text = source(folders, name);
  std::string whole;
  while (true) {
    const std::size_t begin = std::min(text.find("{{!"), text.find("{{>"));
    whole += text.substr(0, begin);
    if (begin == std::string_view::npos) return without_indentation(whole);
    const std::size_t end = text.find("}}", begin);
    if (end == std::string_view::npos) throw std::logic_error(fmt::format("{}: tag without end", name));
    if (text[begin + 2] == '>') {
      std::string_view included = text.substr(begin + 3, end - begin - 3);
      included.remove_prefix(std::min(included.find_first_not_of(' '), included.size()));
      included = included.substr(0, included.find(' '));
      whole += assemble(folders, included);
    }
    text.remove_prefix(end + 2);
  }
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

std::string asset_address(std::string_view path) {
  const Asset* found = asset(path);
  if (found == nullptr) throw std::logic_error(fmt::format("no asset \"{}\"", path));
  return fmt::format("/assets/{}?v={}", path, found->etag.substr(1, found->etag.size() - 2));
}

}  // namespace

struct Pages::Impl {
  Folders folders;
  std::array<Words, 2> words;
  std::array<std::map<std::string, Template, std::less<>>, 2> templates;

  explicit Impl(Folders all)
      : folders(std::move(all)), words{Words(folders, Language::en), Words(folders, Language::ja)} {
    each_embedded([this](std::string_view path, std::string_view) {
      if (!path.ends_with(suffix)) return;
      for (const std::string& folder : folders) {
        const std::string prefix = fmt::format("web/{}/", folder);
        if (!path.starts_with(prefix)) continue;
        const std::string_view page = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
        if (page == "layout") continue;
        for (const Language language : {Language::en, Language::ja}) compile(page, language);
      }
    });
  }

  // The layout around a page is put there now and not at every drawing; so are words and the names of the languages.
  void compile(std::string_view page, Language language) {
    std::string text = assemble(folders, page);
    if (page[0] != '_') {
      const std::string content = std::move(text);
      text = assemble(folders, "layout");
      replace(text, "{{{content}}}", content);
    }
    const Language other = language == Language::en ? Language::ja : Language::en;
    const Words& ours = words[static_cast<std::size_t>(language)];
    try {
      text = fill(text, [&](std::string_view name) {
        constexpr std::string_view file = "asset ";
        if (name.starts_with(file)) return asset_address(name.substr(file.size()));
        return escape(name == "title" ? ours.at(fmt::format("{}.title", page)) : ours.at(name));
      });
      replace(text, "{{lang}}", tag(language));
      replace(text, "{{other_lang}}", tag(other));
      replace(text, "{{other_lang_name}}", escape(words[static_cast<std::size_t>(other)].at("language.name")));
      templates[static_cast<std::size_t>(language)].insert_or_assign(std::string(page), Template(text));
    } catch (const std::logic_error& error) {
      throw std::logic_error(
          fmt::format("{}/{}.mustache ({}): {}", folders.front(), page, tag(language), error.what()));
    }
  }
};

Pages::Pages(std::vector<std::string> folders) {
  folders.emplace_back("shared");
  impl_ = std::make_unique<Impl>(std::move(folders));
}
Pages::~Pages() = default;

std::string Pages::draw(std::string_view name, Language language, const Data& data) const {
  const auto& templates = impl_->templates[static_cast<std::size_t>(language)];
  const auto found = templates.find(name);
  assert(found != templates.end());
  return found->second.draw(data);
}

const std::string& Pages::word(std::string_view key, Language language) const {
  return impl_->words[static_cast<std::size_t>(language)].at(key);
}

bool Pages::has_word(std::string_view key) const { return impl_->words[0].all().contains(key); }

}  // namespace sealcart::render
