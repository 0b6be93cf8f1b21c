// One mustache template in one language, ready to be drawn any number of times from any thread.
#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "render/pages.h"

namespace sealcart::render {

class Template {
 public:
  // `source` holds no comment, partial or lambda any more. Throws std::logic_error when malformed.
  explicit Template(const std::string& source);

  std::string draw(const Data& data) const;

 private:
  // The engine takes a step for every word and space of a template. Each run of fixed text is therefore kept here, and
  // the engine is given a variable in its place: one step a run.
  std::vector<Data> runs_;
  // Rendering is not const in the engine's interface, but changes nothing in a template without partials and lambdas.
  mutable kainjow::mustache::mustache engine_;

  static std::string shorten(const std::string& source, std::vector<Data>& runs);
};

}  // namespace sealcart::render
