#include "credit/rules/check_words.h"

#include "core/width.h"

namespace sealcart::credit {

std::string normalise_check_word(std::string_view typed) {
  if (typed.size() > most_check_word_bytes) return {};
  std::string word;
  bool space = false;
  for (char c : fold_width(typed)) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      space = !word.empty();
      continue;
    }
    if (space) word += ' ';
    space = false;
    word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

}  // namespace sealcart::credit
