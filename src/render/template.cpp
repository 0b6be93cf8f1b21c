#include "render/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <stdexcept>

#include "render/words.h"

namespace sealcart::render {
namespace {

constexpr char run_mark = '\x02';  // begins the variable's name that stands for a run of fixed text

// Looks names up from the innermost section outwards; a dotted name "a.b" is b of the nearest a.
class Scope : public kainjow::mustache::basic_context<std::string> {
 public:
  Scope(const std::vector<Data>& runs, const Data& data) : runs_(runs) {
    sections_.reserve(8);
    sections_.push_back(&data);
  }
  void push(const Data* data) override { sections_.push_back(data); }
  void pop() override { sections_.pop_back(); }
  const Data* get(const std::string& name) const override {
    if (name[0] == run_mark) return run(name);
    if (name == ".") return sections_.back();
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return nearest(name);
    const Data* outer = nearest(name.substr(0, dot));
    return outer == nullptr ? nullptr : outer->get(name.substr(dot + 1));
  }
  const Data* get_partial(const std::string&) const override { return nullptr; }

 private:
  const std::vector<Data>& runs_;
  std::vector<const Data*> sections_;

  const Data* run(const std::string& name) const {
    std::size_t index = 0;
    std::from_chars(name.data() + 1, name.data() + name.size(), index);
    assert(index < runs_.size());
    return &runs_[index];
  }
  const Data* nearest(const std::string& name) const {
    for (auto section = sections_.rbegin(); section != sections_.rend(); ++section) {
      if (const Data* found = (*section)->get(name)) return found;
    }
    return nullptr;
  }
};

struct Page {
  std::string text;
  Page& operator<<(const std::string& piece) {
    text += piece;
    return *this;
  }
};

}  // namespace

Template::Template(const std::string& source) : engine_(shorten(source, runs_)) {
  if (!engine_.is_valid()) throw std::logic_error(engine_.error_message());
  engine_.set_custom_escape(escape);
}

std::string Template::shorten(const std::string& source, std::vector<Data>& runs) {
  std::string tags;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t begin = std::min(source.find("{{", at), source.size());
    if (begin > at) {
      tags += fmt::format("{{{{{{{}{}}}}}}}", run_mark, runs.size());
      runs.emplace_back(source.substr(at, begin - at));
    }
    const std::string_view close = source.compare(begin, 3, "{{{") == 0 ? "}}}" : "}}";
    const std::size_t end = source.find(close, begin);
    if (begin < source.size() && end == std::string::npos) throw std::logic_error("{{ without }}");
    at = std::min(end, source.size() - close.size()) + close.size();
    if (begin < source.size()) tags.append(source, begin, at - begin);
  }
  return tags;
}

std::string Template::draw(const Data& data) const {
  Scope scope(runs_, data);
  Page page;
  engine_.render(scope, page);
  assert(engine_.is_valid());
  return std::move(page.text);
}

}  // namespace sealcart::render
