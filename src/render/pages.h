// Draws pages: mustache templates in two languages, compiled into the binary, escaped by default.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/data.h"

namespace sealcart::render {

enum class Language { en, ja };

// The page language: `choice` (from the language switch, may be empty) before the Accept-Language header (RFC 9110
// section 12.5.4), English when neither names one we have.
Language language(std::string_view choice, std::string_view accept_language);
std::string_view tag(Language language);  // "en", "ja"

// All templates of one party's pages. Made once at start; safe to use from any thread.
// Files: <name>.mustache of the first of the folders under web/ that has it, of web/shared/ at last; words: of all
// these folders' words.{en,ja}.json, those of the first folder over the others. Before a template is compiled, [[key]]
// is replaced by the words' text (HTML-escaped), which may itself hold {{variables}}, [[asset <folder>/<file>]] by that
// file's address, and {{> name}} by that template. A key, file or template that is missing stops the program at start
// (std::logic_error).
class Pages {
 public:
  // `folders`: {"mall"} for a mall's customers, {"mall_desk", "desk"} for its operators.
  explicit Pages(std::vector<std::string> folders);
  ~Pages();
  // `name` without folder and suffix; an unknown one is our bug. The template's first comment says what `data` holds.
  // Wrapped in layout.mustache with {{{content}}} and {{title}} (without one: the word "<name>.title") unless the name
  // begins with '_' (a fragment). {{lang}}, {{other_lang}} and {{other_lang_name}} are known here and need not be
  // given.
  std::string draw(std::string_view name, Language language, const Data& data) const;
  // One text of the words, unescaped; for titles and plain messages. Throws std::logic_error when there is none.
  const std::string& word(std::string_view key, Language language) const;
  // For keys that are put together at run time, as those of problems are.
  bool has_word(std::string_view key) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A file under web/ that is compiled in ("shared/style.css"); nullptr when there is none. Lives as long as the program.
struct Asset {
  std::string_view bytes;
  std::string_view type;  // media type
  std::string_view etag;  // quoted, of the content
};
const Asset* asset(std::string_view path);

}  // namespace sealcart::render
