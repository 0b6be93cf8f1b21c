// The texts of one kind of pages in one language, by key.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "render/pages.h"

namespace sealcart::render {

class Words {
 public:
  // words.<language>.json of each of the folders under web/, those of the first over the others.
  Words(const std::vector<std::string>& folders, Language language);

  // Throws std::logic_error for a key that is missing: a bug of ours that is to stop the program at start.
  const std::string& at(std::string_view key) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

// `text` with each [[name]] replaced by what `find` gives for it.
std::string fill(std::string_view text, const std::function<std::string(std::string_view name)>& find);

// For HTML text and double-quoted attributes.
std::string escape(std::string_view text);
void append_escaped(std::string& page, std::string_view text);

}  // namespace sealcart::render
