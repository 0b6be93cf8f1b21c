// Draws pages: mustache templates in two languages, compiled into the binary, escaped by default.
#pragma once

#include <kainjow/mustache.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace sealcart::render {

using Data = kainjow::mustache::data;

enum class Language { en, ja };

// The page language: `choice` (from the language switch, may be empty) before the Accept-Language header (RFC 9110
// section 12.5.4), English when neither names one we have.
Language language(std::string_view choice, std::string_view accept_language);
std::string_view tag(Language language);  // "en", "ja"

// All templates of one party. Made once at start; safe to use from any thread.
// Files: web/<party>/<name>.mustache and web/shared/<name>.mustache; words: web/<party>/words.{en,ja}.json and
// web/shared/words.{en,ja}.json. In a template [[key]] is replaced by the words' text (HTML-escaped) before the
// template is compiled, so that the text may itself hold {{variables}}. A missing key stops the program at start.
class Pages {
 public:
  explicit Pages(std::string_view party);
  ~Pages();
  // `name` without folder and suffix. Unknown names are our bug. Wrapped in web/<party>/layout.mustache with
  // {{{content}}}, {{title}},
  // {{lang}} unless the name begins with '_' (a fragment).
  std::string draw(std::string_view name, Language language, const Data& data) const;
  // One text of the words, unescaped; for titles and plain messages.
  bool has_word(std::string_view key) const;
  const std::string& word(std::string_view key, Language language) const;

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
