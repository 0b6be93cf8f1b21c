// The texts of one party in one language, by key.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "render/pages.h"

namespace sealcart::render {

class Words {
 public:
  // web/shared/words.<language>.json, and over it web/<party>/words.<language>.json.
  Words(std::string_view party, Language language);

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
