#include "render/template.h"

#include <algorithm>
#include <stdexcept>

#include "render/words.h"

namespace sealcart::render {
namespace {

// Room for what is put between the fixed texts, so that most pages are written without moving.
constexpr std::size_t usual_values = 8 * 1024;

}  // namespace

Template::Template(std::string source) : source_(std::make_unique<const std::string>(std::move(source))) { compile(); }

// Takes the tag that `rest` begins with, with its braces.
std::string_view Template::tag(std::string_view& rest) const {
  const std::string_view close = rest.starts_with("{{{") ? "}}}" : "}}";
  const std::size_t end = rest.find(close);
  if (end == std::string_view::npos) throw std::logic_error("{{ without }}");
  const std::string_view taken = rest.substr(0, end + close.size());
  rest.remove_prefix(taken.size());
  return taken.substr(close.size(), taken.size() - 2 * close.size());
}

void Template::compile() {
  std::vector<std::size_t> open;
  std::string_view rest = *source_;
  while (!rest.empty()) {
    const std::size_t begin = std::min(rest.find("{{"), rest.size());
    if (begin > 0) steps_.push_back({Step::Kind::text, rest.substr(0, begin), "", ""});
    rest.remove_prefix(begin);
    if (rest.empty()) break;
    Step::Kind kind = rest.starts_with("{{{") ? Step::Kind::raw : Step::Kind::escaped;
    std::string_view name = tag(rest);
    if (name.empty()) throw std::logic_error("a tag without a name");
    if (name[0] == '/') {
      if (open.empty() || steps_[open.back()].text != name.substr(1)) throw std::logic_error("a section ends unbegun");
      steps_[open.back()].end = steps_.size();
      open.pop_back();
      continue;
    }
    if (name[0] == '#' || name[0] == '^') {
      kind = name[0] == '#' ? Step::Kind::section : Step::Kind::inverted;
      name.remove_prefix(1);
      open.push_back(steps_.size());
    }
    const std::size_t dot = name == "." ? name.npos : name.find('.');
    const std::string_view member = dot == name.npos ? std::string_view() : name.substr(dot + 1);
    steps_.push_back({kind, name, Name::of(name.substr(0, dot)), Name::of(member)});
  }
  if (!open.empty()) throw std::logic_error("a section has no end");
}

// Looks names up from the innermost section outwards; "a.b" is b of the nearest a.
class Template::Drawing {
 public:
  Drawing(const std::vector<Step>& steps, std::string& page, const Data& data) : steps_(steps), page_(page) {
    scope_.reserve(8);
    scope_.push_back(&data);
  }

  void draw(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      const Step& step = steps_[i];
      switch (step.kind) {
        case Step::Kind::text:
          page_ += step.text;
          break;
        case Step::Kind::escaped:
          if (const std::string* text = text_of(step)) append_escaped(page_, *text);
          break;
        case Step::Kind::raw:
          if (const std::string* text = text_of(step)) page_ += *text;
          break;
        case Step::Kind::section:
        case Step::Kind::inverted:
          draw_section(i, step);
          i = step.end - 1;
          break;
      }
    }
  }

 private:
  void draw_section(std::size_t at, const Step& step) {
    const Data* found = find(step);
    const bool holds = found != nullptr && found->holds();
    if (step.kind == Step::Kind::inverted) {
      if (!holds) draw(at + 1, step.end);
      return;
    }
    if (!holds) return;
    if (found->list() == nullptr) return draw_with(*found, at + 1, step.end);
    for (const Data& item : *found->list()) draw_with(item, at + 1, step.end);
  }
  void draw_with(const Data& inner, std::size_t from, std::size_t to) {
    scope_.push_back(&inner);
    draw(from, to);
    scope_.pop_back();
  }

  const std::string* text_of(const Step& step) const {
    const Data* found = find(step);
    return found == nullptr ? nullptr : found->text();
  }
  const Data* find(const Step& step) const {
    if (step.text == ".") return scope_.back();
    const Data* found = nullptr;
    for (auto at = scope_.rbegin(); at != scope_.rend() && found == nullptr; ++at) found = (*at)->get(step.name);
    return found == nullptr || step.member.text().empty() ? found : found->get(step.member);
  }

  const std::vector<Step>& steps_;
  std::string& page_;
  std::vector<const Data*> scope_;
};

std::string Template::draw(const Data& data) const {
  std::string page;
  page.reserve(source_->size() + usual_values);
  Drawing(steps_, page, data).draw(0, steps_.size());
  return page;
}

}  // namespace sealcart::render
