// One mustache template in one language, ready to be drawn any number of times from any thread. What is understood:
// {{name}}, {{{name}}}, {{#name}}…{{/name}}, {{^name}}…{{/name}}, {{.}} and names with one dot. An engine of our own,
// since the library's took a step, and a copy, for every word: drawing was half of what a page cost.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/data.h"

namespace sealcart::render {

class Template {
 public:
  // `source` holds no comment or partial any more. Throws std::logic_error when malformed.
  explicit Template(std::string source);
  Template(Template&&) = default;
  Template& operator=(Template&&) = default;

  std::string draw(const Data& data) const;

 private:
  // Views into source_, which is kept where it is.
  struct Step {
    enum class Kind { text, escaped, raw, section, inverted } kind;
    std::string_view text;  // the fixed text, or the name as written
    Name name;              // up to a dot
    Name member;            // after the dot; empty without one
    std::size_t end = 0;    // of a section: the step behind its last one
  };
  class Drawing;

  void compile();
  std::string_view tag(std::string_view& rest) const;

  std::unique_ptr<const std::string> source_;
  std::vector<Step> steps_;
};

}  // namespace sealcart::render
